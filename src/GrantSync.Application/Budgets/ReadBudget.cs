using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>A grant's budget, with the state of every record.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadBudget(long GrantId) : IQuery<BudgetView>;

internal sealed class ReadBudgetHandler(GrantSyncDb db, GrantReader grants) : IRequestHandler<ReadBudget, Result<BudgetView>>
{
    public async Task<Result<BudgetView>> Handle(ReadBudget request, CancellationToken cancellationToken)
    {
        var whole = await grants.Read(request.GrantId, cancellationToken);
        if (whole is null)
        {
            return new GrantIsGone();
        }

        var wanted = whole.Wanted?.Records().ToDictionary(r => r.Key.ToString()) ?? [];
        var heads = await db.OdooRecordHeads.AsNoTracking().Where(h => wanted.Keys.Contains(h.Key)).ToDictionaryAsync(h => h.Key, cancellationToken);
        var intents = (await db.Intents.AsNoTracking()
                .Where(i => wanted.Keys.Contains(i.Key) && i.State != IntentState.Superseded)
                .Select(i => new { i.Key, i.Revision, i.State, i.Problem, i.Parents })
                .ToListAsync(cancellationToken))
            .GroupBy(i => i.Key)
            .ToDictionary(group => group.Key, group => group.MaxBy(i => i.Revision)!);
        var refused = (await db.Intents.Where(i => i.State == IntentState.Refused).Select(i => i.Key).ToListAsync(cancellationToken)).ToHashSet();
        var drifted = (await db.DriftFindings.AsNoTracking().Where(f => f.DecidedAt == null && wanted.Keys.Contains(f.Key)).OrderBy(f => f.Id).ToListAsync(cancellationToken))
            .ToLookup(f => f.Key, StringComparer.Ordinal);
        var lane = await db.Lanes.AsNoTracking().SingleOrDefaultAsync(cancellationToken);

        RecordState StateOf(SyncKey? key)
        {
            if (key is { } left && whole.Wanted?.IsLeftOut(left) == true)
            {
                return new RecordState(LineState.LeftOut, DriftWords.LeftOut, null, null);
            }

            if (key is null || !wanted.TryGetValue(key.Value.ToString(), out var record))
            {
                return RecordState.NotConnected;
            }

            var head = heads.GetValueOrDefault(key.Value.ToString());
            if (head is null)
            {
                return new RecordState(LineState.New, null, null, null);
            }

            var intent = intents.GetValueOrDefault(head.Key);
            if (drifted[head.Key].ToList() is { Count: > 0 } changes && intent?.State is (null or IntentState.Confirmed))
            {
                return new RecordState(LineState.ChangedInOdoo, DriftWords.Of(changes), head.OdooId, head.ExternalId);
            }

            if (head.WantedHash != record.PayloadHash)
            {
                return new RecordState(LineState.Changed, null, head.OdooId, head.ExternalId);
            }

            var state = intent?.State switch
            {
                IntentState.Queued => LineState.Waiting,
                IntentState.Sending => LineState.Sending,
                IntentState.Refused => LineState.Refused,
                IntentState.Unknown => LineState.Unknown,
                _ => LineState.InOdoo,
            };
            var problem = state == LineState.Waiting && intent!.Parents.Any(refused.Contains)
                ? "Waits for the record that it hangs on, which Odoo refused."
                : intent?.Problem;
            return new RecordState(state, state == LineState.InOdoo ? null : problem, head.OdooId, head.ExternalId);
        }

        var (grant, budget) = (whole.Grant, whole.Budget);
        var decimals = Money.Decimals(budget.Currency);
        var periods = BudgetPeriod.Of(budget.Periods, grant.StartsOn, grant.EndsOn);
        var categories = budget.Categories.Where(c => c.RemovedAt is null).OrderBy(c => c.Position).Select(category =>
        {
            var lines = category.Lines.Where(l => l.RemovedAt is null).OrderBy(l => l.Position).ThenBy(l => l.Id)
                .Select(l => new LineView(
                    l.Id, l.Code, l.Description, l.Units, l.UnitName, l.UnitValue, l.Amount, l.Position, l.Revision, StateOf(whole.Wanted?.LineKey(l)))
                {
                    Key = l.Key,
                    PeriodUnits = [.. periods.Select(p => l.PeriodUnits.ElementAtOrDefault(p.Number - 1))],
                })
                .ToList();
            return new CategoryView(category.Id, category.Code, category.Name, lines.Sum(l => l.Amount), StateOf(whole.Wanted?.CategoryKey(category)), lines, category.IsIndirect);
        }).ToList();
        var projects = grant.Projects.Where(p => p.RemovedAt is null).OrderBy(p => p.Id).Select(p => new ProjectView(
            p.Id, p.Name, p.Code, p.StartsOn, p.EndsOn, p.Allocated, ProjectState(p, whole.Wanted?.ProjectAccountKey(p)), ProjectState(p, whole.Wanted?.ProjectKey(p)))
        {
            NotInOdoo = p.NotInOdoo,
            Budget = BudgetStates(p).MaxBy(s => s.State is LineState.InOdoo ? -1 : (int)s.State),
        }).ToList();

        RecordState ProjectState(Projects.Project project, SyncKey? key) => project.NotInOdoo ? RecordState.NotInOdoo : StateOf(key);

        // a part of nothing that never reached Odoo is no line of its budget
        List<RecordState> BudgetStates(Projects.Project project) =>
            wanted.ContainsKey(WantedBudgets.BudgetKey(project).ToString())
                ? [StateOf(WantedBudgets.BudgetKey(project)), .. budget.Categories.SelectMany(c => c.Lines).Select(l => WantedBudgets.LineKey(project, l))
                    .Where(key => wanted[key.ToString()].Fields is not WantedBudgetLine { Amount: 0 } || heads.ContainsKey(key.ToString())).Select(key => StateOf(key))]
                : [];

        // what was removed and never reached Odoo is nobody's business; what did counts until it is archived there
        var removed = budget.Categories.SelectMany(c => c.Lines).Where(l => l.RemovedAt is not null)
            .Select(l => StateOf(whole.Wanted?.LineKey(l)))
            .Concat(budget.Categories.Where(c => c.RemovedAt is not null).Select(c => StateOf(whole.Wanted?.CategoryKey(c))))
            .Concat(grant.Projects.Where(p => p.RemovedAt is not null)
                .SelectMany(p => new[] { ProjectState(p, whole.Wanted?.ProjectAccountKey(p)), ProjectState(p, whole.Wanted?.ProjectKey(p)) }))
            .Where(s => s.State is not (LineState.New or LineState.InOdoo or LineState.LeftOut));
        var states = categories.SelectMany(c => c.Lines.Select(l => l.State).Append(c.State))
            .Concat(projects.SelectMany(p => new[] { p.Account, p.Project })).Concat(removed)
            .Concat(grant.Projects.SelectMany(BudgetStates)).Where(s => s.State != LineState.LeftOut).ToList();
        int Count(params LineState[] any) => states.Count(s => any.Contains(s.State));
        var progress = new SyncProgress(
            states.Count,
            Count(LineState.InOdoo),
            Count(LineState.Waiting, LineState.Sending),
            Count(LineState.Refused),
            Count(LineState.Unknown),
            Count(LineState.New, LineState.Changed),
            lane?.StoppedBecause,
            whole.Wanted?.NoBudget,
            Count(LineState.ChangedInOdoo))
        {
            Paused = Pause.Of(lane),
        };
        return new BudgetView(
            grant.Id, budget.Currency, decimals, budget.Revision, budget.SyncedRevision, categories.Sum(c => c.Total), categories, projects, progress)
        {
            IndirectRate = budget.IndirectRate,
            Periods = budget.Periods,
            PeriodList = periods,
        };
    }
}
