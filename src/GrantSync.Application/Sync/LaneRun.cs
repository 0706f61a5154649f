using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>
/// Works on one held lane until nothing is due or its turn is over: reads unknown outcomes first, then records in doubt, then sends batch
/// after batch, no faster than the tenant's pace.
/// </summary>
internal sealed class LaneRun(
    GrantSyncDb db,
    IntentStore intents,
    LaneStore lanes,
    BatchSend send,
    UnknownOutcomes unknowns,
    RecordsInDoubt doubts,
    OdooConnections connections,
    SyncLimits limits,
    WritePath path,
    TimeProvider time)
{
    /// <summary>Answers why the lane stands still, or null when it is done for now.</summary>
    public async Task<LaneStop?> Work(HeldLane lane, CancellationToken cancellationToken)
    {
        await path.At(WritePoint.LaneTaken, lane.Tenant);
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return null;
        }

        var state = await db.Lanes.AsNoTracking().SingleAsync(l => l.TenantId == lane.Tenant, cancellationToken);
        if (state.Breaker == Breaker.Open)
        {
            return new LaneStop(state.StoppedBecause ?? "Odoo has been failing. Nothing is sent until it answers a ping.", time.GetUtcNow() + limits.LongestBackOff, Failed: false);
        }

        if (connections.Open(connection) is not { } odoo)
        {
            return new LaneStop(
                "The saved key cannot be opened on this machine: its key ring is another one. Enter the key again under Connection.",
                time.GetUtcNow() + limits.LongestBackOff);
        }

        await TakeOver(lane, connection, cancellationToken);
        var turnEnds = time.GetUtcNow() + limits.Turn;
        var started = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (time.GetElapsedTime(started) > limits.Turn || time.GetUtcNow() > turnEnds)
            {
                return LaneStop.Yield(time.GetUtcNow());
            }

            if (await lanes.HeldBack(lane, cancellationToken) is { } held)
            {
                return held;
            }

            var (moved, stop) = await Step(lane, connection, odoo, state.Breaker, cancellationToken);
            if (stop is not null || !moved)
            {
                return stop;
            }

            // one row has closed the breaker, or a failure has ended the run
            state.Breaker = Breaker.Closed;
        }

        return null;
    }

    /// <summary>One look at what is most urgent; answers whether there was anything.</summary>
    private async Task<(bool Moved, LaneStop? Stop)> Step(
        HeldLane lane, Connection connection, IOdooClient odoo, Breaker breaker, CancellationToken cancellationToken)
    {
        if (await intents.NextUnknown(lane.Tenant, cancellationToken) is { Count: > 0 } unknown)
        {
            return (true, await unknowns.Resolve(lane, odoo, connection.ServerMajor, unknown, cancellationToken));
        }

        if (await doubts.Due(lane.Tenant, cancellationToken) is { Count: > 0 } doubted)
        {
            return (true, await doubts.Read(lane, odoo, connection.ServerMajor, doubted, cancellationToken));
        }

        var batch = await intents.NextBatch(lane.Tenant, breaker == Breaker.HalfOpen ? 1 : Intents.LargestBatch, cancellationToken);
        if (batch.Count == 0)
        {
            if (connection.DisconnectingAt is not null)
            {
                await EndConnection(lane, cancellationToken);
            }

            await path.At(WritePoint.LaneDone, lane.Tenant);
            return (false, null);
        }

        await path.At(WritePoint.BatchChosen, lane.Tenant);
        if (batch.Where(row => row.IsUnchanged).ToList() is { Count: > 0 } unchanged)
        {
            await Confirm(lane, unchanged, cancellationToken);
            return (true, null);
        }

        return (true, await send.Send(lane, connection, odoo, batch));
    }

    /// <summary>All of ours is archived: the connection goes. What Odoo holds and refused to archive, or has not answered, keeps it.</summary>
    private async Task EndConnection(HeldLane lane, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await lanes.Hold(lane, cancellationToken);
        IntentState[] over = [IntentState.Confirmed, IntentState.Superseded];
        if (!await db.Intents.AnyAsync(
            i => !over.Contains(i.State) && (i.State != IntentState.Refused || db.OdooRecordHeads.Any(h => h.Key == i.Key && h.OdooId != null)), cancellationToken))
        {
            await ConnectionEnd.Forget(db, lane.Tenant, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What Odoo holds already needs no call.</summary>
    private async Task Confirm(HeldLane lane, IReadOnlyList<ClaimedIntent> unchanged, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await lanes.Hold(lane, cancellationToken);
        await intents.ConfirmUnchanged(unchanged, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What a former holder was sending when it stopped has an unknown outcome.</summary>
    private async Task TakeOver(HeldLane lane, Connection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await lanes.Hold(lane, cancellationToken);
        await intents.TakeOverOrphans(lane, TimeSpan.FromSeconds(connection.FarSideLimitSeconds) + limits.SendWithin, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
