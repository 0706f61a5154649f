using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>
/// Finds out what became of a call whose answer was lost: by reading, after Odoo's own time limit has passed, never by a guess.
/// <c>load</c> is all or nothing, so one new row that is there, or is not, speaks for the whole call; rows that were in Odoo before are
/// compared field by field.
/// </summary>
internal sealed class UnknownOutcomes(GrantSyncDb db, IntentStore intents, LaneStore lanes, LoggedCalls calls, SyncLimits limits, TimeProvider time)
{
    /// <summary>Confirms the rows or queues them again; answers why the lane must wait when Odoo could not be read.</summary>
    public async Task<LaneStop?> Resolve(
        HeldLane lane, IOdooClient odoo, int serverMajor, IReadOnlyList<ClaimedIntent> rows, CancellationToken cancellationToken)
    {
        var ids = rows.ToDictionary(r => r.Id, r => r.OdooId);
        var fresh = rows.Where(r => r.OdooId is null).ToList();
        foreach (var row in fresh.Count <= limits.ReadRowByRow ? fresh : fresh.Take(1))
        {
            var (module, name) = Split(row.ExternalId);
            var answer = await calls.Send(odoo, OdooCalls.CheckObjectReference(module, name), About(lane, [row]), cancellationToken);
            switch (answer.Kind)
            {
                case OutcomeKind.Ok:
                    ids[row.Id] = answer.Value!.Id;
                    continue;
                case OutcomeKind.Missing:
                    await Settle(lane, () => SendAgain(rows, "The answer was lost, and Odoo does not hold the record: it is sent again."));
                    return null;
                default:
                    return Wait(answer.Sentence);
            }
        }

        if (ids.Values.Any(id => id is null))
        {
            // the call had arrived; loading the same external ids again changes nothing and answers every id
            await Settle(lane, () => SendAgain(rows, "The answer was lost, but Odoo holds the records: their ids are being read."));
            return null;
        }

        var reading = new RecordReading(OdooDialect.For(serverMajor), await db.OdooRecordHeads.PlanIds(cancellationToken));
        var read = await calls.Send(odoo, reading.Call(rows[0].Stage, [.. ids.Values.Select(id => id!.Value)]), About(lane, rows), cancellationToken);
        if (read.Kind != OutcomeKind.Ok)
        {
            return Wait(read.Sentence);
        }

        var inOdoo = read.Value!.ToDictionary(r => r.Id);
        var held = rows.Where(r => inOdoo.TryGetValue(ids[r.Id]!.Value, out var record) && reading.Holds(r.Fields, record)).ToList();
        await Settle(lane, async () =>
        {
            await intents.Confirm(held, [.. held.Select(r => ids[r.Id]!.Value)], CancellationToken.None);
            await SendAgain([.. rows.Except(held)], "The answer was lost, and Odoo holds other values: it is sent again.");
        });
        return null;
    }

    private async Task SendAgain(IReadOnlyList<ClaimedIntent> rows, string why)
    {
        if (rows.Count > 0)
        {
            await intents.ForgetConfirmed(rows, CancellationToken.None);
            await intents.Requeue(rows, time.GetUtcNow(), why, rows[0].BatchLimit, CancellationToken.None);
        }
    }

    private async Task Settle(HeldLane lane, Func<Task> write)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await lanes.Hold(lane, CancellationToken.None);
        await write();
        await db.Announce(lane.Tenant, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private LaneStop Wait(string because) => new(because, time.GetUtcNow() + limits.BackOff(3, Random.Shared.NextDouble()));

    private static CallAbout About(HeldLane lane, IReadOnlyList<ClaimedIntent> rows) =>
        new(lane.Tenant, rows[0].Entity.Name(), "resolve", [.. rows.Select(r => r.Key)], rows.Max(r => r.Attempts));

    private static (string Module, string Name) Split(string externalId)
    {
        var dot = externalId.IndexOf('.', StringComparison.Ordinal);
        return (externalId[..dot], externalId[(dot + 1)..]);
    }
}
