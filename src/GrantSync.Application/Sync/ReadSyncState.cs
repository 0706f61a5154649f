using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>Everything on its way to Odoo that a person may have to look at: unknown outcomes, refusals by kind, what waits and why.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ReadSyncState : IQuery<SyncState>;

/// <param name="Stopped">Why nothing moves, in plain words; null when the lane is open.</param>
/// <param name="NextAt">When the lane goes on; null when it has nothing to do.</param>
/// <param name="Waiting">Queued, and free to go when their turn comes.</param>
public sealed record SyncState(
    string? Stopped,
    Breaker Breaker,
    DateTimeOffset? NextAt,
    int Waiting,
    int Sending,
    int Blocked,
    int Stuck,
    IReadOnlyList<OpenRecord> Unknown,
    IReadOnlyList<RefusalGroup> Refused,
    IReadOnlyList<OpenRecord> WaitingRecords,
    IReadOnlyList<OpenRecord> BlockedRecords,
    IReadOnlyList<OpenRecord> StuckRecords)
{
    /// <summary>Null while nobody holds sending back.</summary>
    public Pause? Paused { get; init; }

    public bool IsQuiet => Waiting + Sending + Stuck + Unknown.Count + Refused.Count == 0 && Stopped is null && Paused is null;
}

/// <param name="ReadAt">For an unknown outcome, when Odoo is read: not before its own time limit has passed.</param>
/// <param name="LogRow">The sync log's row of its last call.</param>
/// <param name="WaitsFor">The key of the parent that it waits for.</param>
/// <param name="WaitsForName">The parent's name; null when nothing of it is known but its key.</param>
public sealed record OpenRecord(
    long Id,
    string Key,
    SyncEntity Entity,
    string Name,
    string? Code,
    long? GrantId,
    string? Grant,
    DateTimeOffset Since,
    DateTimeOffset? SentAt,
    DateTimeOffset ReadAt,
    string? Problem,
    long? LogRow,
    string? WaitsFor,
    string? WaitsForName);

/// <summary>Refusals with the same reason, but for names and numbers.</summary>
public sealed record RefusalGroup(string Kind, int Count, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<OpenRecord> Records);

internal sealed class ReadSyncStateHandler(GrantSyncDb db, SyncLimits limits, TimeProvider time) : IRequestHandler<ReadSyncState, Result<SyncState>>
{
    /// <summary>A list on a page; the counts beside it are whole.</summary>
    private const int Shown = 200;

    public async Task<Result<SyncState>> Handle(ReadSyncState request, CancellationToken cancellationToken)
    {
        var lane = await db.Lanes.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var intents = db.Intents.AsNoTracking();
        var olderThan = time.GetUtcNow() - limits.TimeBudget;
        var groups = await intents.Where(i => i.State == IntentState.Refused)
            .GroupBy(i => i.ProblemKind ?? "").Select(g => new { Kind = g.Key, Count = g.Count(), First = g.Min(i => i.EndedAt), Last = g.Max(i => i.EndedAt) })
            .OrderByDescending(g => g.Count).ToListAsync(cancellationToken);
        var refused = new List<RefusalGroup>();
        foreach (var group in groups)
        {
            var records = await Records(intents.Where(i => i.State == IntentState.Refused && (i.ProblemKind ?? "") == group.Kind), cancellationToken);
            refused.Add(new RefusalGroup(group.Kind, group.Count, group.First!.Value, group.Last!.Value, records));
        }

        return new SyncState(
            lane?.StoppedBecause,
            lane?.Breaker ?? Breaker.Closed,
            lane?.DueAt,
            await intents.Waiting(db).CountAsync(cancellationToken),
            await intents.CountAsync(i => i.State == IntentState.Sending, cancellationToken),
            await intents.Blocked(db).CountAsync(cancellationToken),
            await intents.Stuck(db, olderThan).CountAsync(cancellationToken),
            await Records(intents.Where(i => i.State == IntentState.Unknown), cancellationToken),
            refused,
            await Records(intents.Waiting(db), cancellationToken),
            await Records(intents.Blocked(db), cancellationToken),
            await Records(intents.Stuck(db, olderThan), cancellationToken))
        {
            Paused = Pause.Of(lane),
        };
    }

    private async Task<List<OpenRecord>> Records(IQueryable<Intent> intents, CancellationToken cancellationToken)
    {
        var rows = await (
            from intent in intents.OrderBy(i => i.Id).Take(Shown)
            join grant in db.Grants.IgnoreQueryFilters() on intent.GrantId equals grant.Id into grants
            from grant in grants.DefaultIfEmpty()
            select new { intent, Title = (string?)grant.Title, RemovedAt = (DateTimeOffset?)grant.RemovedAt }).ToListAsync(cancellationToken);
        var parents = rows.SelectMany(r => r.intent.Parents).Distinct().ToList();
        var there = (await db.OdooRecordHeads.Where(h => parents.Contains(h.Key) && h.OdooId != null).Select(h => h.Key).ToListAsync(cancellationToken)).ToHashSet();
        var missing = parents.Where(p => !there.Contains(p)).ToList();
        var waitedFor = missing.Count == 0 ? [] : await db.Unsettled().Where(i => missing.Contains(i.Key)).OrderBy(i => i.Id).Select(i => new { i.Key, i.Payload }).ToListAsync(cancellationToken);
        var names = waitedFor.GroupBy(i => i.Key).ToDictionary(g => g.Key, g => WantedFields.TryFromJson(g.Last().Payload)?.Name);
        return [.. from row in rows.OrderBy(r => r.intent.Id)
            let fields = WantedFields.TryFromJson(row.intent.Payload)
            let parent = row.intent.Parents.FirstOrDefault(p => !there.Contains(p))
            select new OpenRecord(
                row.intent.Id,
                row.intent.Key,
                row.intent.Entity,
                fields?.Name ?? row.intent.Key,
                (fields as WantedAccount)?.Code,
                row.RemovedAt is null ? row.intent.GrantId : null,
                row.Title,
                row.intent.CreatedAt,
                row.intent.SentAt,
                row.intent.DueAt,
                row.intent.Problem,
                row.intent.CallId,
                parent,
                parent is null ? null : names.GetValueOrDefault(parent))];
    }
}
