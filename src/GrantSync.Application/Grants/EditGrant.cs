using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>
/// Changes a grant's title and dates; its codes and currency stay. Projects keep their own names; those without dates of their own run as the
/// grant does, and reach Odoo with the next Sync.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record EditGrant(long Id, string Title, DateOnly StartsOn, DateOnly EndsOn) : ICommand<Done>;

internal sealed class EditGrantValidator : AbstractValidator<EditGrant>
{
    public EditGrantValidator()
    {
        RuleFor(r => r.Title).GrantTitle();
        RuleFor(r => r.EndsOn).GreaterThanOrEqualTo(r => r.StartsOn).WithMessage("The grant ends before it starts.");
    }
}

internal sealed class EditGrantHandler(GrantSyncDb db) : IRequestHandler<EditGrant, Result<Done>>
{
    public async Task<Result<Done>> Handle(EditGrant request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.Id, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var budget = await db.Budgets.SingleAsync(b => b.GrantId == grant.Id, cancellationToken);
        var periods = BudgetPeriod.Of(budget.Periods, request.StartsOn, request.EndsOn);
        if (periods.Count > BudgetPeriod.Most)
        {
            return new Invalid(nameof(request.EndsOn), $"The grant would have {periods.Count} quarters; a budget has {BudgetPeriod.Most} periods at most. Divide its budget into years first.");
        }

        if (await UnitsBeyond(budget, periods.Count, cancellationToken) is var lines and > 0)
        {
            return new Invalid(
                nameof(request.EndsOn), $"The grant would end before its last {(budget.Periods == PeriodLength.Years ? "year" : "quarter")}, and {lines} of its lines have units there. Move them to an earlier one first.");
        }

        var movesProjects = grant.Projects.Any(p => p.RemovedAt is null && !p.NotInOdoo
            && ((p.StartsOn is null && grant.StartsOn != request.StartsOn) || (p.EndsOn is null && grant.EndsOn != request.EndsOn)));
        (grant.Title, grant.StartsOn, grant.EndsOn) = (request.Title.Trim(), request.StartsOn, request.EndsOn);
        if (movesProjects)
        {
            // Odoo holds other dates now: the grant is not synced until somebody presses Sync
            budget.Revision++;
        }

        return Done.Instance;
    }

    private async Task<int> UnitsBeyond(Budget budget, int periods, CancellationToken cancellationToken) =>
        budget.Periods == PeriodLength.Whole
            ? 0
            : (await db.BudgetLines.AsNoTracking().Where(l => l.RemovedAt == null && db.BudgetCategories.Any(c => c.Id == l.CategoryId && c.BudgetId == budget.Id))
                .Select(l => l.PeriodUnits).ToListAsync(cancellationToken)).Count(units => units.Skip(periods).Any(count => count != 0));
}
