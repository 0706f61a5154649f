using System.Text.Json;
using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>Sends one batch in one <c>load</c>, and writes down what its outcome means for the rows and for the lane.</summary>
internal sealed class BatchSend(
    GrantSyncDb db, IntentStore intents, LaneStore lanes, LoggedCalls calls, References references, RecordsInDoubt doubts, SyncLimits limits, Guards guards, TimeProvider time)
{
    public async Task<LaneStop?> Send(HeldLane lane, Connection connection, IOdooClient odoo, IReadOnlyList<ClaimedIntent> batch)
    {
        if (await SetPoisonAside(lane, batch))
        {
            return null;
        }

        var sendBefore = time.GetUtcNow() + limits.SendWithin;
        var rows = new LoadRows(OdooDialect.For(connection.ServerMajor), await db.OdooRecordHeads.PlanIds(CancellationToken.None), guards, await references.ByDatabaseId(batch, CancellationToken.None));
        var about = new CallAbout(
            lane.Tenant, EntityOf(batch), "upsert", [.. batch.Select(r => r.Key)], batch.Max(r => r.Attempts) + 1, batch.Select(r => r.UserId).FirstOrDefault(id => id is not null));
        LaneStop? stop = null;
        OutcomeKind? kind = null;
        try
        {
            // not cancellable: a call that is cut short by a stop of the program is an unknown outcome for two minutes
            await calls.Send(
                odoo,
                rows.Call(batch, sendBefore),
                about,
                before: async logId =>
                {
                    await lanes.Hold(lane, CancellationToken.None);
                    if (await lanes.IsPaused(lane, CancellationToken.None) || await intents.MarkSending(batch, lane.Fence, logId, CancellationToken.None) != batch.Count)
                    {
                        throw new BatchMovedException();
                    }

                    await db.Announce(lane.Tenant, CancellationToken.None);
                },
                after: async outcome =>
                {
                    kind = outcome.Kind;
                    await lanes.Hold(lane, CancellationToken.None);
                    stop = await Keep(lane, batch, outcome, TimeSpan.FromSeconds(connection.FarSideLimitSeconds));
                    await db.Announce(lane.Tenant, CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (BatchMovedException)
        {
            // a newer edit superseded one of the rows just now, or the lane was paused: nothing was sent, and the next look sees why
        }
        catch (LaneLostException) when (kind is OutcomeKind.Ok or OutcomeKind.Unknown)
        {
            // this worker stood still, and what it sent may have come after what its successor sent
            await doubts.Raise(lane.Tenant, batch, kind == OutcomeKind.Ok ? TimeSpan.Zero : TimeSpan.FromSeconds(connection.FarSideLimitSeconds));
            throw;
        }

        return stop;
    }

    private sealed class BatchMovedException : Exception;

    /// <summary>A row that cannot even be read must not hold up the others: it waits for a person.</summary>
    private async Task<bool> SetPoisonAside(HeldLane lane, IReadOnlyList<ClaimedIntent> batch)
    {
        var poison = batch.Where(row => !IsReadable(row)).ToList();
        if (poison.Count == 0)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync();
        await lanes.Hold(lane, CancellationToken.None);
        await intents.Refuse(
            poison, [.. poison.Select(_ => "GrantSync cannot read what it stored for this record. Change the record and sync again; tell support.")], CancellationToken.None);
        await db.Announce(lane.Tenant, CancellationToken.None);
        await transaction.CommitAsync();
        return true;
    }

    private static bool IsReadable(ClaimedIntent row)
    {
        try
        {
            return row.Fields is not null;
        }
        catch (Exception poison) when (poison is JsonException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Writes down what the outcome means for the rows, and answers whether the whole lane must wait.</summary>
    private async Task<LaneStop?> Keep(HeldLane lane, IReadOnlyList<ClaimedIntent> batch, OdooOutcome<IReadOnlyList<int>> outcome, TimeSpan farSide)
    {
        var now = time.GetUtcNow();
        switch (outcome.Kind)
        {
            case OutcomeKind.Ok:
                await intents.Confirm(batch, outcome.Value!, CancellationToken.None);
                await lanes.Works(lane);
                return null;

            case OutcomeKind.Refused:
                await SetAside(batch, outcome);
                await lanes.Works(lane);
                return null;

            case OutcomeKind.Unknown when !guards.ReadFirst:
                await intents.Requeue(batch, now, outcome.Sentence, batch[0].BatchLimit, CancellationToken.None);
                return null;

            case OutcomeKind.Unknown:
                await intents.MarkUnknown(batch, now + farSide, outcome.Sentence, CancellationToken.None);
                return null;

            case OutcomeKind.Busy:
                var wait = limits.BackOff(batch.Max(r => r.Busy) + 1, Random.Shared.NextDouble());
                await intents.Postpone(batch, now + wait, outcome.Sentence, limits.MostBusy, CancellationToken.None);
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
        var reasons = RefusedRows.Reasons(outcome, batch.Count);
        if (reasons.Count == 0)
        {
            await intents.Requeue(batch, now, outcome.Sentence, Math.Max(1, batch.Count / 2), CancellationToken.None);
            return;
        }

        // an adopted record that somebody has deleted cannot be archived any more, and need not be
        var gone = reasons.Keys.Where(index => batch[index] is { Adopted: true, OdooId: not null, Fields.IsActive: false } && RefusedRows.IsGone(outcome, index)).ToHashSet();
        await intents.Confirm([.. gone.Select(index => batch[index])], [.. gone.Select(index => batch[index].OdooId!.Value)], CancellationToken.None);

        var bad = reasons.Keys.Where(index => !gone.Contains(index)).Order().ToList();
        await intents.Refuse([.. bad.Select(index => batch[index])], [.. bad.Select(index => reasons[index])], CancellationToken.None);
        var good = batch.Where((_, index) => !reasons.ContainsKey(index)).ToList();
        if (good.Count > 0)
        {
            await intents.Requeue(good, now, null, good[0].BatchLimit, CancellationToken.None);
        }
    }

    private static string EntityOf(IReadOnlyList<ClaimedIntent> batch)
    {
        var entities = batch.Select(r => r.Entity).Distinct().ToList();
        return entities.Count == 1 ? entities[0].Name() : "account";
    }
}
