using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>
/// Reads again what a worker may have written late: one that stood still (a paused machine) while its lane passed on, and whose call may
/// have come to Odoo after its successor's. What no longer holds the newest values is sent again.
/// </summary>
internal sealed class RecordsInDoubt(GrantSyncDb db, LaneStore lanes, LoggedCalls calls, SyncLimits limits, TimeProvider time)
{
    private const int MostAtOnce = 200;

    /// <summary>Asks for a reading after <paramref name="wait"/>. Needs no fence: it only asks.</summary>
    public Task Raise(string tenant, IReadOnlyList<ClaimedIntent> rows, TimeSpan wait)
    {
        var (at, keys) = (time.GetUtcNow() + wait, rows.Select(r => r.Key).ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            update odoo_record_heads set doubt_at = greatest(doubt_at, {at}) where tenant_id = {tenant} and key = any({keys});
            update lanes set due_at = least(coalesce(due_at, {at}), {at}) where tenant_id = {tenant};
            select pg_notify({ChangeFeed.Channel}, {tenant})
            """,
            CancellationToken.None);
    }

    /// <summary>Records of one model that may be read now; none of them in a call.</summary>
    public async Task<IReadOnlyList<OdooRecordHead>> Due(string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await db.OdooRecordHeads.AsNoTracking()
            .Where(h => h.TenantId == tenant && h.DoubtAt <= now)
            .Where(h => !db.Intents.Any(i => i.Key == h.Key && (i.State == IntentState.Sending || i.State == IntentState.Unknown)))
            .OrderBy(h => h.Model).ThenBy(h => h.Key).Take(MostAtOnce).ToListAsync(cancellationToken);
        return [.. due.TakeWhile(h => h.Model == due[0].Model)];
    }

    public async Task<LaneStop?> Read(
        HeldLane lane, IOdooClient odoo, int serverMajor, IReadOnlyList<OdooRecordHead> doubted, CancellationToken cancellationToken)
    {
        // one without an id has never been confirmed: its next load settles it
        var known = doubted.Where(h => h is { OdooId: not null, ConfirmedPayload: not null }).ToList();
        var held = new HashSet<string>();
        if (known.Count > 0)
        {
            var planIds = await db.OdooRecordHeads.PlanIds(cancellationToken);
            var dialect = OdooDialect.For(serverMajor);
            var reading = new RecordReading(dialect, planIds);
            var stage = SyncStageModels.StageOf(known[0].Model, dialect);
            var about = new CallAbout(lane.Tenant, known[0].Entity.Name(), "resolve", [.. known.Select(h => h.Key)]);
            var read = await calls.Send(odoo, reading.Call(stage, [.. known.Select(h => h.OdooId!.Value)]), about, cancellationToken);
            if (read.Kind != OutcomeKind.Ok)
            {
                return new LaneStop(read.Sentence, time.GetUtcNow() + limits.BackOff(3, Random.Shared.NextDouble()));
            }

            var inOdoo = read.Value!.ToDictionary(r => r.Id);
            held = [.. known
                .Where(h => inOdoo.TryGetValue(h.OdooId!.Value, out var record) && reading.Holds(WantedFields.FromJson(h.ConfirmedPayload!), record))
                .Select(h => h.Key)];
        }

        await Settle(lane, doubted, held);
        return null;
    }

    private async Task Settle(HeldLane lane, IReadOnlyList<OdooRecordHead> doubted, HashSet<string> held)
    {
        var now = time.GetUtcNow();
        var (sure, unsure) = (held.ToArray(), doubted.Select(h => h.Key).Where(k => !held.Contains(k)).ToArray());
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await lanes.Hold(lane, CancellationToken.None);
        await db.Database.ExecuteSqlAsync(
            $"""
            update odoo_record_heads set doubt_at = null where tenant_id = {lane.Tenant} and key = any({sure}) and doubt_at <= {now};
            update odoo_record_heads set doubt_at = null, confirmed_hash = null, confirmed_revision = least(confirmed_revision, wanted_revision - 1)
            where tenant_id = {lane.Tenant} and key = any({unsure}) and doubt_at <= {now};
            update intents i set state = 'queued', due_at = {now}, ended_at = null, problem = 'A worker that had stood still may have written over it: it is sent again.'
            from odoo_record_heads h
            where i.tenant_id = {lane.Tenant} and i.key = any({unsure}) and i.state = 'confirmed'
                and h.tenant_id = i.tenant_id and h.key = i.key and i.revision = h.wanted_revision
            """,
            CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
