using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.SyncLog;

/// <summary>A row for the log; without an outcome the call is under way.</summary>
internal sealed record LoggedRow(
    string Entity, string? Outcome, string? Error = null, string[]? Keys = null, long? UserId = null, int? HttpStatus = 200, int? FaultCode = null, string? Trace = null);

/// <summary>Puts rows into the log as <see cref="LoggedCalls"/> does, at moments of one's own.</summary>
internal static class LogRows
{
    /// <summary>So many rows, half an hour apart, some of them at the same moment.</summary>
    public static Task<List<(SyncLogRow Row, string? Error)>> Put(Organisation organisation, DateTimeOffset start, int count, Func<int, LoggedRow> row) => organisation.Query(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var rows = Enumerable.Range(0, count).Select(row).ToList();
        var added = rows.Select((r, n) => new SyncLogRow
        {
            TenantId = organisation.Tenant,
            At = start.AddMinutes(30 * (n - n % 3)),
            Entity = r.Entity,
            Operation = "upsert",
            Keys = r.Keys ?? [],
            Model = "account.analytic.account",
            Method = "load",
            Direction = CallDirection.Write,
            UserId = r.UserId,
            TraceId = r.Trace,
        }).ToList();
        db.SyncLog.AddRange(added);
        await db.SaveChangesAsync();

        // the call, and its end
        foreach (var (one, given) in added.Zip(rows).Where(pair => pair.Second.Outcome is not null))
        {
            (one.CompletedAt, one.Outcome, one.HttpStatus, one.FaultCode, one.Error) = (start, given.Outcome, given.HttpStatus, given.FaultCode, given.Error);
            (one.LatencyMilliseconds, one.Fingerprint) = (12, LogIndex.Fingerprint(one, given.Outcome!, given.FaultCode, given.Error));
        }

        await db.SaveChangesAsync();
        var index = new LogIndex(db);
        foreach (var (one, given) in added.Zip(rows))
        {
            await index.Begun(one);
            if (given.Outcome is { } outcome)
            {
                await index.Ended(one, one.Fingerprint, given.Error, [], []);
                await index.Count(one, one.Fingerprint, outcome, given.FaultCode, given.Error);
            }
        }

        await transaction.CommitAsync();
        return added.Zip(rows).Select(pair => (pair.First, pair.Second.Outcome is null ? null : pair.Second.Error)).ToList();
    });
}
