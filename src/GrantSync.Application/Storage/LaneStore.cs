using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Storage;

/// <summary>A lane in this worker's hands: the tenant and the fence under which it was taken.</summary>
internal sealed record HeldLane(string Tenant, long Fence);

/// <summary>Somebody else has the lane by now; whatever was about to be written is not.</summary>
internal sealed class LaneLostException(HeldLane lane) : Exception($"The lane of {lane.Tenant} has passed to another worker (fence {lane.Fence}).");

/// <summary>Leases of lanes: taken with SKIP LOCKED, fenced by a number that goes up with each taking.</summary>
internal sealed class LaneStore(GrantSyncDb db, SyncLimits limits, Guards guards, TimeProvider time)
{
    /// <summary>Takes the lane that has been due longest, or none. One that somebody has paused is left where it is.</summary>
    public async Task<HeldLane?> Take(string holder, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + limits.Lease;
        var taken = await db.Database.SqlQuery<HeldLane>(
            $"""
            update lanes set holder = {holder}, lease_until = {until}, fence = fence + 1
            where tenant_id = (
                select tenant_id from lanes where due_at <= {now} and paused_at is null and (lease_until is null or lease_until <= {now})
                order by due_at limit 1 for update skip locked)
            returning tenant_id as "Tenant", fence as "Fence"
            """).ToListAsync(cancellationToken);
        return taken.SingleOrDefault();
    }

    /// <summary>
    /// Locks the lane's row until the end of the transaction, or throws <see cref="LaneLostException"/>. Others wait for that row meanwhile, and
    /// users' Syncs among them.
    /// </summary>
    public async Task Hold(HeldLane lane, CancellationToken cancellationToken)
    {
        var held = await db.Database.SqlQuery<int>(
            $"""
            select 1 as "Value" from lanes where tenant_id = {lane.Tenant} and (fence = {lane.Fence} or not {guards.Fence}) for update
            """).ToListAsync(cancellationToken);
        if (held.Count == 0)
        {
            throw new LaneLostException(lane);
        }
    }

    /// <summary>Keeps the lease alive; false when the lane has passed to somebody else.</summary>
    public async Task<bool> Renew(HeldLane lane, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + limits.Lease;
        return await db.Database.ExecuteSqlAsync(
            $"update lanes set lease_until = {until} where tenant_id = {lane.Tenant} and fence = {lane.Fence}", cancellationToken) == 1;
    }

    /// <summary>Why no call may leave now, because somebody has paused the lane or its pace asks for a wait; null when it may.</summary>
    public async Task<LaneStop?> HeldBack(HeldLane lane, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await db.Lanes.Where(l => l.TenantId == lane.Tenant).Select(l => new { l.PaceAt, l.PausedAt }).SingleAsync(cancellationToken);
        return state.PausedAt is not null ? LaneStop.Yield(now) : state.PaceAt > now ? LaneStop.Yield(state.PaceAt.Value) : null;
    }

    /// <summary>Asked while the lane's row is held: a pause that was said is kept, even between choosing a batch and sending it.</summary>
    public Task<bool> IsPaused(HeldLane lane, CancellationToken cancellationToken) =>
        db.Lanes.AnyAsync(l => l.TenantId == lane.Tenant && l.PausedAt != null, cancellationToken);

    /// <summary>Odoo has answered a write as it should: whatever was held against the connection is past.</summary>
    public Task Works(HeldLane lane) => db.Database.ExecuteSqlAsync(
        $"""
        update lanes set breaker = 'closed', failures = 0, stopped_because = null
        where tenant_id = {lane.Tenant} and (breaker <> 'closed' or failures > 0 or stopped_because is not null)
        """);

    /// <summary>When the next lane will be due, whoever holds it; null when none is.</summary>
    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) =>
        db.Lanes.Where(l => l.DueAt != null && l.PausedAt == null).MinAsync(l => l.LeaseUntil > l.DueAt ? l.LeaseUntil : l.DueAt, cancellationToken);

    /// <summary>
    /// Gives the lane back, due again when its next record is; one whose older revision is still unknown waits for that one's moment. With
    /// <paramref name="stop"/>, not before that moment, and with the reason shown to people.
    /// </summary>
    public async Task Release(HeldLane lane, LaneStop? stop, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // locked in a statement of its own: the next one must see intents whose act opened the lane a moment ago
        await Hold(lane, cancellationToken);
        var (because, until, failed, done) = (stop?.Because, stop?.Until, stop?.Failed == true, stop is null);
        await db.Database.ExecuteSqlAsync(
            $"""
            update lanes set holder = null, lease_until = null, stopped_because = {because},
                failures = case when {done} then 0 when {failed} then failures + 1 else failures end,
                breaker = case when {failed} and failures + 1 >= {limits.FailuresBeforeOpen} then 'open' else breaker end,
                due_at = greatest(least((
                    select min(d.doubt_at) from odoo_record_heads d
                    where d.tenant_id = {lane.Tenant} and d.doubt_at is not null and not exists (
                        select 1 from intents o where o.tenant_id = d.tenant_id and o.key = d.key and o.state in ('sending', 'unknown'))), (
                    select due_at from intents i
                    where i.tenant_id = {lane.Tenant} and (i.state = 'unknown' or (i.state = 'queued' and not exists (
                        select 1 from unnest(i.parents) parent
                        left join odoo_record_heads h on h.tenant_id = i.tenant_id and h.key = parent where h.odoo_id is null)
                        and not exists (
                            select 1 from intents o where o.tenant_id = i.tenant_id and o.key = i.key and o.state in ('sending', 'unknown'))))
                    order by due_at limit 1)), {until})
            where tenant_id = {lane.Tenant}
            """,
            cancellationToken);
        if (failed)
        {
            // an open breaker waits for a good ping: the next one comes at once, and says so on the tenant's pill
            var now = time.GetUtcNow();
            await db.Database.ExecuteSqlAsync(
                $"""
                update connections c set next_ping_at = least(c.next_ping_at, {now}) from lanes l
                where c.tenant_id = {lane.Tenant} and l.tenant_id = c.tenant_id and l.breaker = 'open' and l.failures = {limits.FailuresBeforeOpen}
                """,
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Why a lane stands still, and until when.</summary>
/// <param name="Because">For people; null when nothing is wrong.</param>
/// <param name="Until">The earliest moment at which it goes on.</param>
/// <param name="Failed">Counts towards the back-off and the breaker.</param>
internal sealed record LaneStop(string? Because, DateTimeOffset Until, bool Failed = true)
{
    /// <summary>Others have their turn, or the tenant's pace asks for a pause.</summary>
    public static LaneStop Yield(DateTimeOffset until) => new(null, until, Failed: false);
}
