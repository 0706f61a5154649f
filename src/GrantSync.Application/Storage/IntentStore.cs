using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Storage;

/// <summary>One intent as it goes into a call.</summary>
internal sealed record ClaimedIntent(
    long Id, string Key, SyncEntity Entity, int Revision, SyncStage Stage, string Payload, int Attempts, int BatchLimit, string ExternalId, int? OdooId, long? UserId, int Busy,
    bool IsUnchanged, bool WritesActive, bool Adopted = false)
{
    public WantedFields Fields => WantedFields.FromJson(Payload);
}

/// <summary>
/// What happens to intents on their way. Every method runs inside a transaction that has checked the fence (<see cref="LaneStore.Hold"/>).
/// </summary>
internal sealed class IntentStore(GrantSyncDb db, Guards guards, LogIndex index, TimeProvider time)
{
    /// <summary>
    /// The next rows for one call: due, parents in Odoo, no other revision of the same key on its way, all of one stage, the earliest stage first, and adopted ones by themselves.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="most">No more rows than this, whatever the rows' own limits are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ClaimedIntent>> NextBatch(string tenant, int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await db.Database.SqlQuery<QueuedRow>(
            $"""
            select i.id as "Id", i.key as "Key", i.entity as "Entity", i.revision as "Revision", i.stage as "Stage", i.payload as "Payload",
                i.attempts as "Attempts", i.batch_limit as "BatchLimit", h.external_id as "ExternalId", h.odoo_id as "OdooId", i.user_id as "UserId", i.busy as "Busy",
                coalesce(h.odoo_id is not null and h.confirmed_hash = i.payload_hash and h.doubt_at is null, false) as "IsUnchanged", h.adopted as "Adopted",
                coalesce(i.payload like '%"Archived":true%' or i.payload like '%"Unarchive":true%' or exists (
                    select 1 from intents e where e.tenant_id = i.tenant_id and e.key = i.key and e.revision < i.revision
                        and e.revision >= h.confirmed_revision and e.payload like '%"Archived":true%'), false) as "WritesActive"
            from intents i join odoo_record_heads h on h.tenant_id = i.tenant_id and h.key = i.key
            where i.tenant_id = {tenant} and i.state = 'queued' and i.due_at <= {now}
                and not exists (select 1 from intents o where o.tenant_id = i.tenant_id and o.key = i.key and o.state in ('sending', 'unknown'))
                and (i.revision = h.wanted_revision or (not {guards.RevisionOrder} and not exists (
                    select 1 from intents n where n.tenant_id = i.tenant_id and n.key = i.key and n.state = 'queued' and n.revision > i.revision)))
                and not exists (
                    select 1 from unnest(i.parents) parent
                    left join odoo_record_heads p on p.tenant_id = i.tenant_id and p.key = parent where p.odoo_id is null)
            order by i.stage, i.id
            limit least({most}, (
                select batch_limit from intents where tenant_id = {tenant} and state = 'queued' and due_at <= {now} order by stage, id limit 1))
            """).ToListAsync(cancellationToken);
        rows = [.. rows.OrderBy(r => r.Stage).ThenBy(r => r.Id)];
        return [.. rows
            .Where(row => row.Stage == rows[0].Stage && row.Adopted == rows[0].Adopted && row.WritesActive == rows[0].WritesActive)
            .TakeWhile((row, index) => index < row.BatchLimit && index < rows[0].BatchLimit)
            .Select(r => r.Claimed)];
    }

    /// <summary>Confirms, without a call, what Odoo holds already: same key, same hash as the last confirmed one.</summary>
    public Task ConfirmUnchanged(IReadOnlyList<ClaimedIntent> rows, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with done as (
                update intents i set state = 'confirmed', ended_at = {time.GetUtcNow()}, problem = null
                from odoo_record_heads h
                where i.id = any({Ids(rows)}) and i.state = 'queued' and h.tenant_id = i.tenant_id and h.key = i.key
                    and h.odoo_id is not null and h.confirmed_hash = i.payload_hash and h.doubt_at is null
                returning i.tenant_id, i.key, i.revision)
            update odoo_record_heads h set confirmed_revision = done.revision
            from done where h.tenant_id = done.tenant_id and h.key = done.key and h.confirmed_revision < done.revision
            """,
            cancellationToken);

    /// <summary>Marks the rows as being in a call, and answers how many still waited; they are nobody else's until the call has an outcome.</summary>
    public Task<int> MarkSending(IReadOnlyList<ClaimedIntent> rows, long fence, long callId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update intents set state = 'sending', attempts = attempts + 1, fence = {fence}, call_id = {callId}, sent_at = {time.GetUtcNow()}
            where id = any({Ids(rows)}) and state = 'queued'
            """,
            cancellationToken);

    /// <summary>Odoo holds the rows; its ids come in row order. An older revision never takes the head back.</summary>
    public Task Confirm(IReadOnlyList<ClaimedIntent> rows, IReadOnlyList<int> odooIds, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with answered as (select * from unnest({Ids(rows)}, {odooIds.ToArray()}) as a (id, odoo_id)),
            done as (
                update intents i set state = 'confirmed', ended_at = {time.GetUtcNow()}, problem = null, problem_kind = null
                from answered a where i.id = a.id and i.state in ('sending', 'unknown')
                returning i.tenant_id, i.key, i.revision, i.payload, i.payload_hash, a.odoo_id)
            update odoo_record_heads h
            set odoo_id = d.odoo_id, confirmed_revision = d.revision, confirmed_hash = d.payload_hash, confirmed_payload = d.payload,
                confirmed_at = {time.GetUtcNow()}
            from done d where h.tenant_id = d.tenant_id and h.key = d.key and h.confirmed_revision < d.revision
            """,
            cancellationToken);

    /// <summary>Odoo said no to these rows, each with its reason; they wait for a person.</summary>
    public async Task Refuse(IReadOnlyList<ClaimedIntent> rows, IReadOnlyList<string> reasons, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            update intents i set state = 'refused', problem = r.reason, problem_kind = r.kind, ended_at = {time.GetUtcNow()}
            from unnest({Ids(rows)}, {reasons.ToArray()}, {reasons.Select(ProblemKind.Of).ToArray()}) as r (id, reason, kind)
            where i.id = r.id and i.state in ('queued', 'sending', 'unknown')
            """,
            cancellationToken);
        await SupersedeOlder(rows, cancellationToken);
    }

    /// <summary>
    /// What Odoo holds for these keys is no longer known: an edit that puts the last confirmed values back must be sent, not skipped.
    /// </summary>
    public Task<int> ForgetConfirmed(IReadOnlyList<ClaimedIntent> rows, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update odoo_record_heads h set confirmed_hash = null
            from intents i where i.id = any({Ids(rows)}) and h.tenant_id = i.tenant_id and h.key = i.key
            """,
            cancellationToken);

    /// <summary>Back into the queue, to be sent at <paramref name="due"/>, in calls of at most <paramref name="batchLimit"/> rows.</summary>
    public async Task Requeue(IReadOnlyList<ClaimedIntent> rows, DateTimeOffset due, string? problem, int batchLimit, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            update intents set state = 'queued', due_at = {due}, problem = {problem}, batch_limit = {batchLimit}, busy = 0
            where id = any({Ids(rows)}) and state in ('sending', 'unknown')
            """,
            cancellationToken);
        await SupersedeOlder(rows, cancellationToken);
    }

    /// <summary>Odoo said "not now": again later, and no more than so many times before a person hears of it.</summary>
    public async Task Postpone(IReadOnlyList<ClaimedIntent> rows, DateTimeOffset due, string problem, int mostBusy, CancellationToken cancellationToken)
    {
        var kind = ProblemKind.Of(problem);
        await db.Database.ExecuteSqlAsync(
            $"""
            update intents set busy = busy + 1, problem = {problem}, due_at = {due},
                state = case when busy + 1 < {mostBusy} then 'queued' else 'refused' end,
                problem_kind = case when busy + 1 < {mostBusy} then null else {kind} end,
                ended_at = case when busy + 1 < {mostBusy} then null else {time.GetUtcNow()} end
            where id = any({Ids(rows)}) and state in ('sending', 'unknown')
            """,
            cancellationToken);
        await SupersedeOlder(rows, cancellationToken);
    }

    /// <summary>The answer was lost: nothing is decided before <paramref name="readAt"/>, when Odoo has stopped working on it.</summary>
    public Task MarkUnknown(IReadOnlyList<ClaimedIntent> rows, DateTimeOffset readAt, string problem, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update intents set state = 'unknown', due_at = {readAt}, problem = {problem} where id = any({Ids(rows)}) and state in ('sending', 'unknown')
            """,
            cancellationToken);

    /// <summary>A newer revision took the place of these rows while they were under way and have not arrived.</summary>
    private Task<int> SupersedeOlder(IReadOnlyList<ClaimedIntent> rows, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update intents i set state = 'superseded', ended_at = {time.GetUtcNow()}
            from odoo_record_heads h
            where i.id = any({Ids(rows)}) and {guards.RevisionOrder} and i.state in ('queued', 'refused')
                and h.tenant_id = i.tenant_id and h.key = i.key and i.revision < h.wanted_revision
            """,
            cancellationToken);

    /// <summary>
    /// Rows that a former holder of the lane was sending when it stopped: their outcome is unknown, and so is that of its open log rows.
    /// </summary>
    public async Task<int> TakeOverOrphans(HeldLane lane, TimeSpan farSideLimit, CancellationToken cancellationToken)
    {
        const string problem = "GrantSync stopped before Odoo's answer was written down.";
        var now = time.GetUtcNow();
        var calls = await db.Database.SqlQuery<long?>(
            $"""
            update intents set state = case when {guards.ReadFirst} then 'unknown' else 'queued' end, due_at = sent_at + {farSideLimit}, problem = {problem}
            where tenant_id = {lane.Tenant} and state = 'sending' and fence < {lane.Fence}
            returning call_id as "Value"
            """).ToListAsync(cancellationToken);

        // last, because it locks the log's chain, as every transaction that completes a row does
        var open = calls.OfType<long>().Distinct().ToList();
        foreach (var row in await db.SyncLog.AsNoTracking().Where(r => open.Contains(r.Id) && r.CompletedAt == null).ToListAsync(cancellationToken))
        {
            await CompleteAsUnknown(row, problem, now, cancellationToken);
        }

        return calls.Count;
    }

    private async Task CompleteAsUnknown(SyncLogRow row, string problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string outcome = "unknown";
        var fingerprint = LogIndex.Fingerprint(row, outcome, null, problem);
        var completed = await db.SyncLog.Where(r => r.Id == row.Id && r.At == row.At && r.CompletedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.CompletedAt, now).SetProperty(r => r.Outcome, outcome).SetProperty(r => r.Error, problem).SetProperty(r => r.Fingerprint, fingerprint),
            cancellationToken);
        if (completed == 1)
        {
            await index.Ended(row, fingerprint, problem, [], []);
            await index.Count(row, fingerprint, outcome, null, problem);
        }
    }

    /// <summary>The rows of the oldest call whose outcome is unknown and may be read now.</summary>
    public async Task<IReadOnlyList<ClaimedIntent>> NextUnknown(string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await db.Database.SqlQuery<QueuedRow>(
            $"""
            select i.id as "Id", i.key as "Key", i.entity as "Entity", i.revision as "Revision", i.stage as "Stage", i.payload as "Payload",
                i.attempts as "Attempts", i.batch_limit as "BatchLimit", h.external_id as "ExternalId", h.odoo_id as "OdooId", i.user_id as "UserId", i.busy as "Busy",
                coalesce(h.odoo_id is not null and h.confirmed_hash = i.payload_hash and h.doubt_at is null, false) as "IsUnchanged", h.adopted as "Adopted",
                coalesce(i.payload like '%"Archived":true%' or i.payload like '%"Unarchive":true%' or exists (
                    select 1 from intents e where e.tenant_id = i.tenant_id and e.key = i.key and e.revision < i.revision
                        and e.revision >= h.confirmed_revision and e.payload like '%"Archived":true%'), false) as "WritesActive"
            from intents i join odoo_record_heads h on h.tenant_id = i.tenant_id and h.key = i.key
            where i.tenant_id = {tenant} and i.state = 'unknown' and i.call_id = (
                select call_id from intents where tenant_id = {tenant} and state = 'unknown' and due_at <= {now} order by due_at, id limit 1)
            """).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(r => r.Id).Select(r => r.Claimed)];
    }

    private static long[] Ids(IReadOnlyList<ClaimedIntent> rows) => [.. rows.Select(r => r.Id)];

    private sealed record QueuedRow(
        long Id, string Key, string Entity, int Revision, int Stage, string Payload, int Attempts, int BatchLimit, string ExternalId, int? OdooId, long? UserId, int Busy,
        bool IsUnchanged, bool WritesActive, bool Adopted)
    {
        public ClaimedIntent Claimed =>
            new(Id, Key, Enum.Parse<SyncEntity>(Entity), Revision, (SyncStage)Stage, Payload, Attempts, BatchLimit, ExternalId, OdooId, UserId, Busy, IsUnchanged, WritesActive, Adopted);
    }
}
