using System.Security.Cryptography;
using System.Text;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>Keeps what the log is searched by: the terms of each row, and the days on which each fingerprint was seen. In the transaction of the row itself.</summary>
internal sealed class LogIndex(GrantSyncDb db)
{
    /// <summary>Rows that did not end well and look alike: the call, its outcome and its error without names and numbers. Null for one that did, and for an answer that something is not there: that is what was asked.</summary>
    public static string? Fingerprint(SyncLogRow row, string outcome, int? faultCode, string? error) => outcome is "ok" or "missing" ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Model}\n{row.Method}\n{outcome}\n{faultCode}\n{ProblemKind.Of(error ?? "")}")), 0, 8);

    /// <summary>A call that is under way is found by its keys, its trace and who asked.</summary>
    public Task Begun(SyncLogRow row) => Find(row, LogTerms.Of(row));

    /// <summary>And by its words when it has ended. Good pings say nothing.</summary>
    public Task Ended(SyncLogRow row, string? fingerprint, string? error, byte[] request, byte[] response)
    {
        if (fingerprint is null && row.Entity == "health")
        {
            return Find(row, LogTerms.Of(row));
        }

        var words = LogTerms.WordsOf(error ?? "").Concat(LogTerms.WordsOf(response)).Concat(LogTerms.WordsOf(request)).Distinct(StringComparer.Ordinal);
        return Find(row, [
            .. LogTerms.Of(row),
            .. fingerprint is null ? [] : new[] { LogTerms.Fingerprint(row.TenantId, fingerprint) },
            .. words.Take(LogTerms.Most).Select(word => LogTerms.Word(row.TenantId, word))]);
    }

    /// <summary>
    /// Counts a row that did not end well. Last in its transaction, after the lane's lock: two that count the same fingerprint then never
    /// wait for each other in a circle.
    /// </summary>
    public async Task Count(SyncLogRow row, string? fingerprint, string outcome, int? faultCode, string? error)
    {
        if (fingerprint is null)
        {
            return;
        }

        var day = DateOnly.FromDateTime(row.At.UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sync_log_problems as p (tenant_id, fingerprint, day, count, first_at, last_at, last_id, entity, operation, model, method, outcome, fault_code, error)
            values ({row.TenantId}, {fingerprint}, {day}, 1, {row.At}, {row.At}, {row.Id}, {row.Entity}, {row.Operation}, {row.Model}, {row.Method}, {outcome}, {faultCode}, {error ?? ""})
            on conflict (tenant_id, fingerprint, day) do update set count = p.count + 1, first_at = least(p.first_at, excluded.first_at),
                last_at = greatest(p.last_at, excluded.last_at), last_id = greatest(p.last_id, excluded.last_id),
                error = case when excluded.last_id > p.last_id then excluded.error else p.error end
            """,
            CancellationToken.None);
    }

    private async Task Find(SyncLogRow row, IEnumerable<long> terms)
    {
        var all = terms.Distinct().ToArray();
        if (all.Length == 0)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sync_log_terms (log_id, at, terms)
            select id, at, {all} || sync_log_term('', 'facets', facets::text) from sync_log where id = {row.Id} and at = {row.At}
            on conflict (log_id, at) do update set terms = excluded.terms
            """,
            CancellationToken.None);
    }
}
