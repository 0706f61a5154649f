using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>
/// Divides a budget into years or quarters, or makes it whole again. Nothing is guessed: a whole line's units go into its first period, a
/// year's into its first quarter; four quarters come together as their year. Answers the budget's new revision.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record DivideBudget(long GrantId, PeriodLength Periods) : ICommand<int>;

internal sealed class DivideBudgetHandler(GrantSyncDb db) : IRequestHandler<DivideBudget, Result<int>>
{
    public async Task<Result<int>> Handle(DivideBudget request, CancellationToken cancellationToken)
    {
        var budget = await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (budget is null || await db.Grants.SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken) is not { } grant)
        {
            return new GrantIsGone();
        }

        if (budget.Periods == request.Periods)
        {
            return budget.Revision;
        }

        var periods = BudgetPeriod.Of(request.Periods, grant.StartsOn, grant.EndsOn);
        if (periods.Count > BudgetPeriod.Most)
        {
            return new Invalid(nameof(request.Periods), $"This grant has {periods.Count} quarters; a budget has {BudgetPeriod.Most} periods at most. Divide it into years.");
        }

        var lines = await db.BudgetLines.Where(l => db.BudgetCategories.Any(c => c.Id == l.CategoryId && c.BudgetId == budget.Id)).ToListAsync(cancellationToken);
        foreach (var line in lines)
        {
            line.PeriodUnits = Divided(line, budget.Periods, request.Periods, periods.Count);
            line.Reckon(request.Periods, budget.Currency);
            line.Revision++;
        }

        budget.Periods = request.Periods;
        budget.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, request.GrantId, cancellationToken);
        return budget.Revision;
    }

    private static decimal[] Divided(BudgetLine line, PeriodLength from, PeriodLength to, int count)
    {
        var divided = new decimal[count];
        if (count == 0)
        {
            return divided;
        }

        var former = from == PeriodLength.Whole ? [line.Units] : line.PeriodUnits;
        for (var at = 0; at < former.Length; at++)
        {
            // both count from the grant's first day, so a period of one begins where a period of the other does
            divided[at * BudgetPeriod.Months(from) / BudgetPeriod.Months(to)] += former[at];
        }

        return divided;
    }
}
