using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>What stands round a row: the other calls with its keys, and the records that it carried, each with the act that asked for it.</summary>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadLogStory(long Id) : IQuery<LogStory>
{
    /// <summary>Calls and records told of; a load may carry 500.</summary>
    public const int Most = 20;
}

/// <param name="Attempts">All calls that carried one of its keys, this one too, the oldest first; of many the newest.</param>
/// <param name="Records">The first of its records, refused ones before others.</param>
/// <param name="Waiting">Its records whose refusal still stands, which can be tried again.</param>
public sealed record LogStory(IReadOnlyList<LogAttempt> Attempts, IReadOnlyList<LogRecord> Records, int Waiting);

public sealed record LogAttempt(long Id, DateTimeOffset At, string Method, string? Outcome, int? LatencyMilliseconds);

/// <summary>What GrantSync wanted Odoo to hold under one key, when the call was made.</summary>
/// <param name="Fields">Null when what was kept cannot be read.</param>
/// <param name="Newest">Whether nothing newer is wanted since.</param>
/// <param name="OdooId">Odoo's number for it, once it is there.</param>
/// <param name="GrantId">The grant whose sync asked for it; null for plans, and for a grant that was removed.</param>
/// <param name="UserName">Who asked; null for the program itself.</param>
public sealed record LogRecord(
    string Key, SyncEntity Entity, int Revision, IntentState State, WantedFields? Fields, bool Newest, int? OdooId, long? GrantId, string? GrantTitle, DateTimeOffset AskedAt, string? UserName,
    string? Problem);

internal sealed class ReadLogStoryHandler(GrantSyncDb db, LogSearch search) : IRequestHandler<ReadLogStory, Result<LogStory>>
{
    public async Task<Result<LogStory>> Handle(ReadLogStory request, CancellationToken cancellationToken)
    {
        var row = await db.SyncLog.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken);
        if (row is null)
        {
            return new NotFound("There is no such row in your sync log.");
        }

        if (row.Keys.Length == 0)
        {
            return new LogStory([], [], 0);
        }

        var refused = await RefusedInLog.Standing(db).Where(i => i.CallId == row.Id).OrderBy(i => i.Id).Select(i => i.Key).ToListAsync(cancellationToken);
        var keys = refused.Union(row.Keys).Take(ReadLogStory.Most).ToList();
        var places = (await search.WithAnyKey(row.TenantId, keys, ReadLogStory.Most, cancellationToken)).ToList();
        var (ids, first, last) = (places.Select(p => p.Id).Append(row.Id).ToList(), places.Select(p => p.At).Append(row.At).Min(), places.Select(p => p.At).Append(row.At).Max());
        var attempts = await db.SyncLog.Where(r => ids.Contains(r.Id) && r.At >= first && r.At <= last).OrderBy(r => r.At).ThenBy(r => r.Id)
            .Select(r => new LogAttempt(r.Id, r.At, r.Method, r.Outcome, r.LatencyMilliseconds)).ToListAsync(cancellationToken);
        return new LogStory(attempts, await Records(row, keys, cancellationToken), refused.Count);
    }

    private async Task<IReadOnlyList<LogRecord>> Records(SyncLogRow row, List<string> keys, CancellationToken cancellationToken)
    {
        var found = await (
            from intent in db.Intents.AsNoTracking().Where(i => i.TenantId == row.TenantId && keys.Contains(i.Key) && i.CreatedAt <= row.At)
            join head in db.OdooRecordHeads on new { intent.TenantId, intent.Key } equals new { head.TenantId, head.Key }
            join grant in db.Grants on intent.GrantId equals (long?)grant.Id into grants
            from grant in grants.DefaultIfEmpty()
            join user in db.Users on intent.UserId equals (long?)user.Id into users
            from user in users.DefaultIfEmpty()
            select new { intent, head.WantedRevision, head.OdooId, Grant = (long?)grant.Id, Title = (string?)grant.Title, User = (string?)user.Name }).ToListAsync(cancellationToken);

        // the revision that went in this call; of an older call, which a newer one has followed, the newest that there was then
        return [.. found.GroupBy(f => f.intent.Key).Select(g => g.OrderByDescending(f => f.intent.CallId == row.Id).ThenByDescending(f => f.intent.Revision).First())
            .OrderByDescending(f => f.intent.State == IntentState.Refused).ThenBy(f => keys.IndexOf(f.intent.Key))
            .Select(f => new LogRecord(
                f.intent.Key, f.intent.Entity, f.intent.Revision, f.intent.State, WantedFields.TryFromJson(f.intent.Payload), f.intent.Revision == f.WantedRevision, f.OdooId, f.Grant, f.Title, f.intent.CreatedAt, f.User,
                f.intent.Problem))];
    }
}
