using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Amendments;

/// <summary>
/// Puts the saved budget back to a kept revision: the same lines, categories and projects, so that Odoo gets no new accounts. Answers the
/// budget's new revision.
/// </summary>
/// <param name="GrantId">The grant.</param>
/// <param name="Number">The revision, from 1.</param>
/// <param name="Seen">The mark of the changes that the grant manager looked at; null discards whatever is saved.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record PutBack(long GrantId, int Number, string? Seen = null) : ICommand<int>;

internal sealed class PutBackHandler(GrantSyncDb db, KeptBudget kept, TimeProvider time) : IRequestHandler<PutBack, Result<int>>
{
    public async Task<Result<int>> Handle(PutBack request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (await kept.Read(request.GrantId, cancellationToken) is not { } now)
        {
            return new GrantIsGone();
        }

        if (await kept.Of(now.Grant).SingleOrDefaultAsync(r => r.Number == request.Number, cancellationToken) is not { } revision)
        {
            return new RevisionIsNotThere(request.Number);
        }

        if (request.Seen is { } seen && seen != now.Now.Mark())
        {
            return new ChangedSinceSeen();
        }

        var agreed = BudgetSnapshot.Read(revision.Snapshot);
        if (BudgetComparison.Of(agreed, now.Now).IsNothing)
        {
            return now.Budget.Revision;
        }

        var grant = await db.Grants.Include(g => g.Projects).SingleAsync(g => g.Id == request.GrantId, cancellationToken);
        var budget = await db.Budgets.Include(b => b.Categories).ThenInclude(c => c.Lines).SingleAsync(b => b.GrantId == request.GrantId, cancellationToken);
        (grant.StartsOn, grant.EndsOn, budget.Periods) = (agreed.StartsOn, agreed.EndsOn, agreed.Periods);
        PutBackLines(budget, agreed);
        PutBackProjects(grant, agreed);
        budget.Revision++;
        return budget.Revision;
    }

    private void PutBackLines(Budget budget, BudgetSnapshot agreed)
    {
        var lines = budget.Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id);
        var wanted = new Dictionary<long, (KeptLine Line, long CategoryId)>();
        foreach (var category in agreed.Categories)
        {
            // taken out and put back by hand it may have a second row
            var row = budget.Categories.Where(c => c.TemplateCategoryId == category.TemplateCategoryId).OrderBy(c => c.RemovedAt is not null).ThenBy(c => c.Id).First();
            row.RemovedAt = null;
            foreach (var line in category.Lines)
            {
                wanted[line.Id] = (line, row.Id);
            }
        }

        var stay = agreed.Categories.Select(c => c.TemplateCategoryId).ToHashSet();
        foreach (var category in budget.Categories.Where(c => c.RemovedAt is null && !stay.Contains(c.TemplateCategoryId)))
        {
            category.RemovedAt = time.GetUtcNow();
        }

        foreach (var (id, line) in lines)
        {
            if (!wanted.TryGetValue(id, out var kept))
            {
                if (line.RemovedAt is null)
                {
                    line.RemovedAt = time.GetUtcNow();
                    line.Revision++;
                }

                // a removed line's units stay in step with the budget's periods
                line.PeriodUnits = BudgetPeriod.Fit(line.PeriodUnits, agreed.PeriodList.Count);
                line.Reckon(agreed.Periods, budget.Currency);
                continue;
            }

            (line.RemovedAt, line.CategoryId, line.Position) = (null, kept.CategoryId, kept.Line.Position);
            (line.Code, line.Description, line.UnitName) = (kept.Line.Code, kept.Line.Description, kept.Line.UnitName);
            (line.UnitValue, line.Units, line.PeriodUnits) = (kept.Line.UnitValue, kept.Line.Units, [.. kept.Line.PeriodUnits]);
            line.Reckon(agreed.Periods, budget.Currency);
            line.Revision++;
        }
    }

    private void PutBackProjects(Grant grant, BudgetSnapshot agreed)
    {
        var wanted = agreed.Projects.ToDictionary(p => p.Id);
        foreach (var project in grant.Projects)
        {
            project.RemovedAt = wanted.ContainsKey(project.Id) ? null : project.RemovedAt ?? time.GetUtcNow();
            project.Allocated = wanted.GetValueOrDefault(project.Id)?.Allocated ?? 0;
        }
    }
}
