using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>What Sync would send for a grant now: the calls and their rows, without sending anything.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record PlanSync(long GrantId) : IQuery<SyncPlan>;

/// <param name="Refusal">Why Sync would be refused now, as a kind (<c>AllocationDiffers</c>) and a sentence; null when it would not.</param>
/// <param name="Calls">The <c>load</c> calls in their order. Other grants' records that wait may ride along.</param>
/// <param name="Rows">Every record of the grant, also those that stay as they are.</param>
public sealed record SyncPlan(PlanRefusal? Refusal, IReadOnlyList<PlannedCall> Calls, IReadOnlyList<PlannedRow> Rows, PlanCounts Counts);

public sealed record PlanRefusal(string Kind, string Sentence);

/// <param name="Number">From 1.</param>
public sealed record PlannedCall(int Number, string Model, int Rows);

/// <param name="Call">The number of the call that carries it; null when nothing is sent.</param>
/// <param name="Fields">For a changed record, each field that differs from what Odoo last confirmed.</param>
public sealed record PlannedRow(
    string Key, SyncEntity Entity, string ExternalId, string Name, string? Code, PlannedChange Change, int? Call, IReadOnlyList<PlannedField> Fields);

public sealed record PlannedField(string Name, string? InOdoo, string? Ours);

public sealed record PlanCounts(int New, int Changed, int Archived, int TriedAgain, int OnTheWay, int HeldBack, int Unchanged);

public enum PlannedChange
{
    New,
    Changed,
    Archived,

    /// <summary>Odoo refused it before; it is sent again as it is.</summary>
    TriedAgain,

    /// <summary>Queued, in a call, or of unknown outcome since an earlier Sync.</summary>
    OnTheWay,

    /// <summary>Changed in Odoo: left alone until somebody decides on the page Drift.</summary>
    HeldBack,
    Unchanged,
}

internal sealed class PlanSyncHandler(GrantSyncDb db, GrantReader grants, SyncChecks checks) : IRequestHandler<PlanSync, Result<SyncPlan>>
{
    public async Task<Result<SyncPlan>> Handle(PlanSync request, CancellationToken cancellationToken)
    {
        var whole = await grants.Read(request.GrantId, cancellationToken);
        if (whole is null)
        {
            return new GrantIsGone();
        }

        var refusal = await checks.Refusal(whole, acceptSharedCodes: false, cancellationToken);
        var records = whole.Wanted?.Records() ?? [];
        var keys = records.Select(r => r.Key.ToString()).ToList();
        var heads = await db.OdooRecordHeads.AsNoTracking().Where(h => keys.Contains(h.Key)).ToDictionaryAsync(h => h.Key, cancellationToken);
        var open = (await db.Intents.AsNoTracking().Where(i => keys.Contains(i.Key) && i.State != IntentState.Confirmed && i.State != IntentState.Superseded)
                .Select(i => new { i.Key, i.Revision, i.State }).ToListAsync(cancellationToken))
            .GroupBy(i => i.Key).ToDictionary(g => g.Key, g => g.MaxBy(i => i.Revision)!.State);

        var held = await KeptInOdoo.Undecided(db, records, cancellationToken);

        // what was removed before Odoo heard of it is nobody's business
        var rows = records.Where(r => r.Fields.IsActive || heads.ContainsKey(r.Key.ToString()))
            .Select(r => (Record: r, Change: held.Contains(r.Key.ToString()) ? PlannedChange.HeldBack : ChangeOf(r, heads.GetValueOrDefault(r.Key.ToString()), open)))
            .OrderBy(r => r.Record.Stage).ToList();
        var calls = new List<PlannedCall>();
        var callOf = new Dictionary<SyncKey, int>();
        var dialect = OdooDialect.For(whole.Connection?.ServerMajor ?? 0);
        foreach (var stage in rows.Where(r => r.Change is not (PlannedChange.Unchanged or PlannedChange.HeldBack))
            .GroupBy(r => (r.Record.Stage, Adopted: heads.GetValueOrDefault(r.Record.Key.ToString())?.Adopted ?? false)))
        {
            foreach (var batch in stage.Chunk(Intents.LargestBatch))
            {
                calls.Add(new PlannedCall(calls.Count + 1, stage.Key.Stage.Model(dialect), batch.Length));
                Array.ForEach(batch, row => callOf[row.Record.Key] = calls.Count);
            }
        }

        int Count(PlannedChange change) => rows.Count(r => r.Change == change);
        return new SyncPlan(
            refusal is null ? null : new PlanRefusal(refusal.GetType().Name, refusal.Sentence),
            calls,
            [.. rows.Select(r => Row(r.Record, r.Change, callOf, heads.GetValueOrDefault(r.Record.Key.ToString())))],
            new PlanCounts(
                Count(PlannedChange.New), Count(PlannedChange.Changed), Count(PlannedChange.Archived), Count(PlannedChange.TriedAgain),
                Count(PlannedChange.OnTheWay), Count(PlannedChange.HeldBack), Count(PlannedChange.Unchanged)));
    }

    private static PlannedChange ChangeOf(WantedRecord record, OdooRecordHead? head, Dictionary<string, IntentState> open)
    {
        if (head is null)
        {
            return PlannedChange.New;
        }

        if (head.WantedHash != record.PayloadHash)
        {
            return !record.Fields.IsActive && head.Active ? PlannedChange.Archived : head.OdooId is null ? PlannedChange.New : PlannedChange.Changed;
        }

        return open.TryGetValue(head.Key, out var state)
            ? state == IntentState.Refused ? PlannedChange.TriedAgain : PlannedChange.OnTheWay
            : PlannedChange.Unchanged;
    }

    private static PlannedRow Row(WantedRecord record, PlannedChange change, Dictionary<SyncKey, int> callOf, OdooRecordHead? head) => new(
        record.Key.ToString(),
        record.Key.Entity,
        record.ExternalId,
        record.Fields.Name,
        (record.Fields as WantedAccount)?.Code,
        change,
        callOf.TryGetValue(record.Key, out var call) ? call : null,
        change is PlannedChange.Changed or PlannedChange.Archived && head?.ConfirmedPayload is { } confirmed
            ? [.. FieldDifferences.Between(confirmed, record.Payload).Select(d => new PlannedField(d.Field, d.Before, d.After))]
            : []);
}
