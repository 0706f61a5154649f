using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>Works on one held lane until nothing is due: reads unknown outcomes first, then sends batch after batch.</summary>
internal sealed class LaneRun(
    GrantSyncDb db,
    IntentStore intents,
    LaneStore lanes,
    LoggedCalls calls,
    UnknownOutcomes unknowns,
    References references,
    OdooConnections connections,
    SyncLimits limits,
    WritePath path,
    Guards guards,
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

        if (connections.Open(connection) is not { } odoo)
        {
            return new LaneStop(
                "The saved key cannot be opened on this machine: its key ring is another one. Enter the key again under Connection.",
                time.GetUtcNow() + limits.LongestBackOff);
        }

        var farSide = TimeSpan.FromSeconds(connection.FarSideLimitSeconds);
        await InLane(
            lane,
            async () =>
            {
                await intents.TakeOverOrphans(lane, farSide, cancellationToken);
                await intents.SupersedeOlder(lane.Tenant, cancellationToken);
                await intents.ConfirmUnchanged(lane.Tenant, cancellationToken);
            },
            cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await intents.NextUnknown(lane.Tenant, cancellationToken) is { Count: > 0 } unknown)
            {
                if (await unknowns.Resolve(lane, odoo, connection.ServerMajor, unknown, cancellationToken) is { } stopped)
                {
                    return stopped;
                }

                continue;
            }

            var batch = await intents.NextBatch(lane.Tenant, cancellationToken);
            if (batch.Count == 0)
            {
                await path.At(WritePoint.LaneDone, lane.Tenant);
                return null;
            }

            await path.At(WritePoint.BatchChosen, lane.Tenant);

            if (await Send(lane, connection, odoo, batch, farSide, cancellationToken) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    private async Task<LaneStop?> Send(
        HeldLane lane, Connection connection, IOdooClient odoo, IReadOnlyList<ClaimedIntent> batch, TimeSpan farSide, CancellationToken cancellationToken)
    {
        var rows = new LoadRows(OdooDialect.For(connection.ServerMajor), await PlanIds(cancellationToken), guards, await references.ByDatabaseId(batch, cancellationToken));
        var about = new CallAbout(
            lane.Tenant, EntityOf(batch), "upsert", [.. batch.Select(r => r.Key)], batch.Max(r => r.Attempts) + 1, batch.Select(r => r.UserId).FirstOrDefault(id => id is not null));
        LaneStop? stop = null;
        try
        {
            // not cancellable: a call that is cut short by a stop of the program is an unknown outcome for two minutes
            await calls.Send(
                odoo,
                rows.Call(batch),
                about,
                before: async logId =>
                {
                    await lanes.Hold(lane, CancellationToken.None);
                    if (await intents.MarkSending(batch, lane.Fence, logId, CancellationToken.None) != batch.Count)
                    {
                        throw new BatchMovedException();
                    }

                    await Tell(lane.Tenant);
                },
                after: async outcome =>
                {
                    await lanes.Hold(lane, CancellationToken.None);
                    stop = await Keep(lane, batch, outcome, farSide);
                    await Tell(lane.Tenant);
                },
                CancellationToken.None);
        }
        catch (BatchMovedException)
        {
            // a newer edit superseded one of the rows just now: nothing was sent, and the next batch has the newer one
        }

        return stop;
    }

    private sealed class BatchMovedException : Exception;

    /// <summary>Writes down what the outcome means for the rows, and answers whether the whole lane must wait.</summary>
    private async Task<LaneStop?> Keep(HeldLane lane, IReadOnlyList<ClaimedIntent> batch, OdooOutcome<IReadOnlyList<int>> outcome, TimeSpan farSide)
    {
        var now = time.GetUtcNow();
        var attempt = batch.Max(r => r.Attempts) + 1;
        switch (outcome.Kind)
        {
            case OutcomeKind.Ok:
                await intents.Confirm(batch, outcome.Value!, CancellationToken.None);
                return null;

            case OutcomeKind.Refused:
                await SetAside(batch, outcome);
                return null;

            case OutcomeKind.Unknown when !guards.ReadFirst:
                await intents.Requeue(batch, now, outcome.Sentence, batch[0].BatchLimit, CancellationToken.None);
                return null;

            case OutcomeKind.Unknown:
                await intents.MarkUnknown(batch, now + farSide, outcome.Sentence, CancellationToken.None);
                return null;

            case OutcomeKind.Busy:
                await intents.Requeue(batch, now + limits.BackOff(attempt, Random.Shared.NextDouble()), outcome.Sentence, batch[0].BatchLimit, CancellationToken.None);
                return null;

            // no row is at fault: the connection is, so the rows stay due and the lane waits
            case OutcomeKind.Access or OutcomeKind.Credentials or OutcomeKind.Missing or OutcomeKind.NotOdoo or OutcomeKind.NotSent or OutcomeKind.ServerError:
                var failures = await db.Lanes.Where(l => l.TenantId == lane.Tenant).Select(l => l.Failures).SingleAsync(CancellationToken.None) + 1;
                await intents.Requeue(batch, now, outcome.Sentence, batch[0].BatchLimit, CancellationToken.None);
                return new LaneStop(outcome.Sentence, now + limits.BackOff(failures, Random.Shared.NextDouble()));

            default:
                throw new InvalidOperationException($"No rule for outcome {outcome.Kind}.");
        }
    }

    /// <summary>
    /// <c>load</c> is all or nothing and names the bad rows: those wait for a person, the others go again at once. When it names none, the call is
    /// halved until the bad row stands alone.
    /// </summary>
    private async Task SetAside(IReadOnlyList<ClaimedIntent> batch, OdooOutcome<IReadOnlyList<int>> outcome)
    {
        var now = time.GetUtcNow();
        var reasons = outcome.Rows.Where(r => r.Row is >= 0 && r.Row < batch.Count)
            .GroupBy(r => r.Row!.Value)
            .ToDictionary(group => group.Key, group => string.Join(" ", group.Select(r => r.Message.Trim()).Distinct()));
        if (batch.Count == 1)
        {
            reasons.TryAdd(0, outcome.Rows.Count > 0 ? string.Join(" ", outcome.Rows.Select(r => r.Message.Trim()).Distinct()) : outcome.Sentence);
        }

        if (reasons.Count == 0)
        {
            await intents.Requeue(batch, now, outcome.Sentence, Math.Max(1, batch.Count / 2), CancellationToken.None);
            return;
        }

        // a user error in a later row is filed under the first row too (Odoo's load, 17 and 18): the first goes again and is named alone if it is bad itself
        if (reasons.Count > 1 && reasons.TryGetValue(0, out var first) && reasons.Any(r => r.Key > 0 && r.Value.Contains(first, StringComparison.Ordinal)))
        {
            reasons.Remove(0);
        }

        var bad = reasons.Keys.Order().ToList();
        await intents.Refuse([.. bad.Select(index => batch[index])], [.. bad.Select(index => reasons[index])], CancellationToken.None);
        var good = batch.Where((_, index) => !reasons.ContainsKey(index)).ToList();
        if (good.Count > 0)
        {
            await intents.Requeue(good, now, null, good[0].BatchLimit, CancellationToken.None);
        }
    }

    private async Task InLane(HeldLane lane, Func<Task> work, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await lanes.Hold(lane, cancellationToken);
        await work();
        await transaction.CommitAsync(cancellationToken);
    }

    private Task<int> Tell(string tenant) => db.Database.ExecuteSqlAsync($"select pg_notify({ChangeFeed.Channel}, {tenant})", CancellationToken.None);

    private async Task<Dictionary<string, int>> PlanIds(CancellationToken cancellationToken) =>
        await db.OdooRecordHeads.Where(h => h.Entity == SyncEntity.Plan && h.OdooId != null)
            .ToDictionaryAsync(h => h.ExternalId, h => h.OdooId!.Value, cancellationToken);

    private static string EntityOf(IReadOnlyList<ClaimedIntent> batch)
    {
        var entities = batch.Select(r => r.Entity).Distinct().ToList();
        return entities.Count == 1 ? entities[0].Name() : "account";
    }
}
