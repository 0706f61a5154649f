using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// Finds a page of the log in bounded work whatever is asked and however long the log: first among the newest rows, where what is frequent
/// lies; then what is rare by its index. Why so: decision 0013.
/// </summary>
internal sealed class LogSearch(GrantSyncDb db, LogReach reach)
{
    private const int MonthsAtOnce = 12;

    /// <summary>The first <paramref name="most"/> places after <paramref name="after"/>, newest first.</summary>
    public async Task<IReadOnlyList<LogPlace>> Find(ReadSyncLog what, LogPlace? after, int most, CancellationToken cancellationToken)
    {
        var tenant = what.Tenant is { Length: > 0 } asked ? asked : db.Scope == Caller.EveryTenant ? null : db.Scope;
        var conditions = new LogConditions(what, tenant, tenant is null ? await db.Tenants.Select(t => t.Id).ToListAsync(cancellationToken) : []);
        if (conditions.IsHopeless)
        {
            return [];
        }

        var near = conditions.HasWords ? Math.Max(500, most * reach.NearWithWords) : conditions.HasFacets || conditions.User || conditions.Fingerprint ? Math.Max(2000, most * reach.Near) : most;
        var (found, last) = await Newest(conditions, after, near, most, cancellationToken);
        if (found.Count == most || last is null)
        {
            return found;
        }

        return [.. found, .. await Further(conditions, last, most - found.Count, cancellationToken)];
    }

    /// <summary>The newest calls that carried one of these keys.</summary>
    public Task<IReadOnlyList<LogPlace>> WithAnyKey(string tenant, IEnumerable<string> keys, int most, CancellationToken cancellationToken) => Places(
        """
        with found as materialized (select t.log_id, t.at from sync_log_terms t where t.terms && @keys)
        select log_id as "Id", at as "At" from found order by at desc, log_id desc limit @most
        """,
        [new NpgsqlParameter("keys", keys.Select(key => LogTerms.Key(tenant, key)).ToArray()), new NpgsqlParameter("most", most)],
        cancellationToken);

    private async Task<IReadOnlyList<LogPlace>> Further(LogConditions conditions, LogPlace after, int most, CancellationToken cancellationToken)
    {
        var facets = conditions.HasFacets || conditions.User ? await Combinations(conditions, after, cancellationToken) : null;
        if (facets is { Length: 0 })
        {
            return [];
        }

        return conditions switch
        {
            // a user is a term too: the combinations would only be a long list beside it
            { HasWords: true } or { Fingerprint: true, User: true } or { Fingerprint: true, HasFacets: true } =>
                await ByTerms(conditions, conditions.HasFacets ? facets : null, after, most, cancellationToken),
            { Fingerprint: true } => await ByFingerprint(conditions, after, most, cancellationToken),
            _ => await ByFacets(conditions, facets!, after, most, cancellationToken),
        };
    }

    /// <summary>
    /// What matches among the next <paramref name="near"/> rows, and the last row looked at; null when there are no further ones. The terms of
    /// each are a value, not a join: PostgreSQL would fetch the word's rows of all months to join them.
    /// </summary>
    private async Task<(List<LogPlace> Found, LogPlace? Last)> Newest(LogConditions conditions, LogPlace? after, int near, int most, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            with near as materialized (
                select r.id, r.at, ({conditions.Row}) as fits from sync_log r where {conditions.Range(after)}
                order by r.at desc, r.id desc limit @near)
            (select n.id as "Id", n.at as "At", true as "Fits" from near n
                where n.fits {(conditions.HasWords ? $"and (select {conditions.Terms} from sync_log_terms t where t.log_id = n.id and t.at = n.at)" : "")}
                order by n.at desc, n.id desc limit @most)
            union all
            (select n.id, n.at, false from near n order by n.at desc, n.id desc offset @near - 1 limit 1)
            """;
        var rows = await db.Database.SqlQueryRaw<NearRow>(sql, conditions.Parameters(after, ("near", near), ("most", most))).ToListAsync(cancellationToken);
        return ([.. rows.Where(r => r.Fits).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Select(r => new LogPlace(r.Id, r.At))],
            rows.Where(r => !r.Fits).Select(r => new LogPlace(r.Id, r.At)).SingleOrDefault());
    }

    /// <summary>
    /// The combinations of facets that match, of the hundreds that there are: one step of the index each, over the months that can hold any
    /// (PostgreSQL wiki, "Loose indexscan").
    /// </summary>
    private Task<long[]> Combinations(LogConditions conditions, LogPlace after, CancellationToken cancellationToken)
    {
        var among = $"sync_log_is_dear(r.id) and r.at < @months_end{(conditions.From is null ? "" : " and r.at >= @months_begin")}"
            + (conditions.Tenant is null ? "" : " and r.tenant_id = @tenant") + (conditions.User ? " and r.user_id = @user" : "");
        const string columns = "r.facets, r.direction, r.entity, r.operation, r.model, r.method, r.outcome, r.http_status, r.fault_code";
        return Values<long>(
            $"""
            with recursive combination as (
                (select {columns} from sync_log r where {among} order by r.facets limit 1)
                union all
                select n.* from combination c cross join lateral (select {columns} from sync_log r where {among} and r.facets > c.facets order by r.facets limit 1) n)
            select r.facets as "Value" from combination r where {conditions.Facets}
            """,
            conditions.Parameters(after, ("months_end", Month(after.At, 1)), ("months_begin", Month(conditions.From ?? after.At, 0))),
            cancellationToken);
    }

    private Task<IReadOnlyList<LogPlace>> ByFacets(LogConditions conditions, long[] facets, LogPlace after, int most, CancellationToken cancellationToken) => Places(
        $"""
        select h.id as "Id", h.at as "At" from unnest(@facets) as f (facets) cross join lateral (
            select r.id, r.at from sync_log r
            where {conditions.Range(after, conditions.User ? ["r.user_id = @user", "r.facets = f.facets"] : ["r.facets = f.facets"])}
            order by r.at desc, r.id desc limit @most) h
        order by h.at desc, h.id desc limit @most
        """,
        conditions.Parameters(after, ("facets", facets), ("most", most)),
        cancellationToken);

    private Task<IReadOnlyList<LogPlace>> ByFingerprint(LogConditions conditions, LogPlace after, int most, CancellationToken cancellationToken) => Places(
        $"""
        select r.id as "Id", r.at as "At" from sync_log r where {conditions.Range(after, "r.fingerprint = @fingerprint")} order by r.at desc, r.id desc limit @most
        """,
        conditions.Parameters(after, ("most", most)),
        cancellationToken);

    /// <summary>
    /// Back through the months, one, two, four at a time. In a statement the months stand one behind the other under one limit, so that
    /// PostgreSQL begins a month only when the newer ones did not fill the page.
    /// </summary>
    private async Task<IReadOnlyList<LogPlace>> ByTerms(LogConditions conditions, long[]? facets, LogPlace after, int most, CancellationToken cancellationToken)
    {
        var rows = db.SyncLog.Where(r => conditions.Tenant == null || r.TenantId == conditions.Tenant);
        var oldest = await rows.OrderBy(r => r.At).Select(r => r.At).FirstOrDefaultAsync(cancellationToken);
        var end = Month(conditions.From > oldest ? conditions.From.Value : oldest, 0);
        var found = new List<LogPlace>();
        var month = Month(after.At, 0);
        for (var months = 1; found.Count < most && month >= end; months = Math.Min(months * 2, MonthsAtOnce))
        {
            var bounds = Enumerable.Range(0, months + 1).Select(n => month.AddMonths(1 - n)).TakeWhile(bound => bound >= end).ToList();
            var places = await InMonths(conditions, facets, after, bounds, reach.Many, most - found.Count, cancellationToken);
            found.AddRange(places.TakeWhile(p => !p.IsOfMany).Select(p => new LogPlace(p.Id, p.At)));
            if (found.Count == most || places.FirstOrDefault(p => p.IsOfMany) is not { } ofMany)
            {
                month = month.AddMonths(-months);
                continue;
            }

            // the index gives all of a month or none; what is in so many of its rows is sooner found from the month's end backwards
            month = Month(ofMany.At, 0);
            var (near, last) = await Newest(conditions, after.At < month.AddMonths(1) ? after : new LogPlace(0, month.AddMonths(1)), reach.NearOfMany, most - found.Count, cancellationToken);
            found.AddRange(near);
            if (found.Count == most || last is null)
            {
                return found;
            }

            (after, month) = (last, Month(last.At, 0));
            var rest = await InMonths(conditions, facets, after, [month.AddMonths(1), month], int.MaxValue, most - found.Count, cancellationToken);
            found.AddRange(rest.Select(p => new LogPlace(p.Id, p.At)));
            month = month.AddMonths(-1);
        }

        return found;
    }

    /// <summary>What the terms' index finds between each two bounds, newest first; of a month with at least <paramref name="many"/>, any of them.</summary>
    private async Task<IReadOnlyList<TermPlace>> InMonths(
        LogConditions conditions, long[]? facets, LogPlace after, List<DateTimeOffset> bounds, int many, int most, CancellationToken cancellationToken)
    {
        var months = Enumerable.Range(0, bounds.Count - 1).Select(n =>
            $"""
            (with found as materialized (
                select t.log_id, t.at from sync_log_terms t
                where {conditions.RangeOfTerms(after)} {(facets is null ? "" : "and t.terms && @facets")} and t.at >= @bound{n + 1} and t.at < @bound{n} limit @many)
            select log_id, at, count(*) over () = @many as many from found order by at desc, log_id desc limit @most)
            """);
        var sql = $"""select log_id as "Id", at as "At", many as "IsOfMany" from ({string.Join(" union all ", months)}) months limit @most""";
        var places = await db.Database.SqlQueryRaw<TermPlace>(
            sql,
            conditions.Parameters(after, [
                ("many", many),
                ("most", most),
                .. facets is null ? [] : new[] { ("facets", (object)facets.Select(LogTerms.Facets).ToArray()) },
                .. bounds.Select((bound, n) => ($"bound{n}", (object)bound))])).ToListAsync(cancellationToken);
        return [.. places.OrderByDescending(p => p.At).ThenByDescending(p => p.Id)];
    }

    private static DateTimeOffset Month(DateTimeOffset at, int later) => new DateTimeOffset(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(later);

    private async Task<IReadOnlyList<LogPlace>> Places(string sql, object[] parameters, CancellationToken cancellationToken) =>
        [.. (await db.Database.SqlQueryRaw<LogPlace>(sql, parameters).ToListAsync(cancellationToken)).OrderByDescending(p => p.At).ThenByDescending(p => p.Id)];

    private async Task<T[]> Values<T>(string sql, object[] parameters, CancellationToken cancellationToken) =>
        [.. await db.Database.SqlQueryRaw<T>(sql, parameters).ToListAsync(cancellationToken)];

    private sealed record NearRow(long Id, DateTimeOffset At, bool Fits);

    private sealed record TermPlace(long Id, DateTimeOffset At, bool IsOfMany);
}
