using System.Globalization;
using Npgsql;

namespace GrantSync.Benchmarks;

/// <summary>
/// Rows of the sync log as two years leave them: mostly pings and reads, loads of a few records, one call in twelve in trouble, words that are
/// frequent, rare and gone. Made in the database, with the triggers off and the indexes built afterwards; without seals and bodies, which no
/// page of the log reads.
/// </summary>
internal static class LogRows
{
    public const string Tenant = "acme";

    private const int Months = 24;

    private static readonly (string Name, int Of)[] Shares = [(Tenant, 1), ("small", 20), ("smaller", 20)];

    public static readonly DateTimeOffset Newest = new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);

    public static string Trace(long n) => n.ToString("x32", CultureInfo.InvariantCulture);

    public static async Task Make(string connectionString, long rows, TextWriter output)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await Do(connection, "select set_config('grantsync.tenant', '*', false); set synchronous_commit = off; set maintenance_work_mem = '1GB'; set work_mem = '64MB'");
        await Do(
            connection,
            """
            insert into tenants (id, name, created_at)
                select id, initcap(id), now() from unnest(array['acme', 'small', 'smaller']) id;
            insert into users (id, tenant_id, name, email, role, password_hash)
                overriding system value select n, 'acme', 'User ' || n, 'user' || n || '@acme.example', 'Admin', '' from generate_series(1, 9) n;
            alter table sync_log disable trigger user;
            create temp table indexes as select indexrelid::regclass::text as name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as definition from pg_index
                where indrelid in ('sync_log'::regclass, 'sync_log_terms'::regclass) and not indisprimary;
            do $$ declare i text; begin for i in select name from indexes loop execute 'drop index ' || i; end loop; end $$;
            create temp table kinds (share float, direction text, entity text, operation text, model text, method text, outcome text, status int, fault int, error text);
            insert into kinds values
                (0.48, 'read', 'health', 'ping', 'account.analytic.plan', 'search_read', 'ok', 200, null, null),
                (0.10, 'read', 'actuals', 'read', 'account.analytic.line', 'search_read', 'ok', 200, null, null),
                (0.16, 'write', 'budget_line', 'upsert', 'account.analytic.account', 'load', 'ok', 200, null, null),
                (0.09, 'write', 'template_category', 'upsert', 'account.analytic.account', 'load', 'ok', 200, null, null),
                (0.05, 'write', 'project', 'upsert', 'project.project', 'load', 'ok', 200, null, null),
                (0.03, 'read', 'budget_line', 'resolve', 'ir.model.data', 'check_object_reference', 'ok', 200, null, null),
                (0.03, 'write', 'budget_line', 'upsert', 'account.analytic.account', 'load', 'refused', 200, 2, 'Odoo refused row 7: the code 1.2 is used by another account'),
                (0.02, 'write', 'budget_line', 'upsert', 'account.analytic.account', 'load', 'busy', 200, null, 'Odoo was busy'),
                (0.02, 'read', 'health', 'ping', 'account.analytic.plan', 'search_read', 'server_error', 502, null, 'Odoo answers 502'),
                (0.0099, 'write', 'project', 'upsert', 'project.project', 'load', 'access', 200, 4, 'The user may not write projects'),
                (0.0079, 'write', 'budget_line', 'upsert', 'account.analytic.account', 'load', 'unknown', null, null, 'The answer was lost'),
                (0.002, 'read', 'connection', 'test', 'res.users', 'has_group', 'credentials', 200, 3, 'Odoo does not accept the key'),
                (0.0001, 'read', 'drift', 'compare', 'account.analytic.account', 'search_read', 'ok', 200, null, null),
                (0.0001, 'read', 'project', 'resolve', 'project.project', 'search_read', 'server_error', 502, 1, 'Odoo failed');
            create temp table shares as select *, sum(share) over (order by share desc, error, entity, outcome) - share as low, sum(share) over (order by share desc, error, entity, outcome) as high from kinds;
            create temp table vocabulary as select n, sync_log_term('acme', 'word', 'word' || n) as term from generate_series(1, 1000) n;
            """);
        var begin = new DateTimeOffset(Newest.Year, Newest.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1 - Months);
        for (var month = 0; month < Months; month++)
        {
            var from = begin.AddMonths(month);
            await Do(connection, $"select sync_log_make_month('{from:O}')");
            foreach (var (tenant, of) in Shares)
            {
                await Month(connection, tenant, rows / of / Months, from, month);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {from:yyyy-MM} made"));
        }

        await Do(
            connection,
            """
            do $$ declare i text; begin for i in select definition from indexes loop execute i; end loop; end $$;
            alter table sync_log enable trigger user;
            analyze sync_log; analyze sync_log_terms;
            """);
    }

    public static async Task<string> Size(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            select string_agg(parent || ' ' || pg_size_pretty(size), ', ') from (
                select parent, sum(pg_total_relation_size(relid)) as size from unnest(array['sync_log', 'sync_log_terms']) parent cross join lateral pg_partition_tree(parent::regclass) group by parent) sizes
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A month's rows in the order of their time, and what they are found by.</summary>
    private static Task Month(NpgsqlConnection connection, string tenant, long rows, DateTimeOffset from, int month) => Do(
        connection,
        $"""
        with made as materialized (
            select nextval('sync_log_id') as id, n, random() as kind, timestamptz '{from:O}' + (interval '27 days' * n / {rows}) as at from generate_series(1, {rows}) n)
        insert into sync_log (id, tenant_id, at, direction, entity, operation, keys, model, method, attempt, trace_id, user_id, completed_at, outcome, http_status, fault_code,
            request_bytes, response_bytes, latency_milliseconds, error, fingerprint)
        select m.id, '{tenant}', m.at, k.direction, k.entity, k.operation,
            case when k.direction = 'write' then array['{tenant}:' || k.entity || ':' || (m.id % 200000) || ':upsert'] else array[]::text[] end,
            k.model, k.method, 1, lpad(to_hex(m.id), 32, '0'),
            case when k.direction = 'write' then case when m.id % 200000 = 0 then 9 else 1 + m.id % 8 end end,
            m.at + interval '80 ms', k.outcome, k.status, k.fault, 900, 1400, (20 + m.kind * 300)::int, k.error, case when k.error is not null then left(md5(k.error), 16) end
        from made m join shares k on m.kind >= k.low and m.kind < k.high;

        with f as materialized (
            select facets, sync_log_term('', 'facets', facets::text) as term
            from (select distinct facets from sync_log where at >= '{from:O}' and at < '{from.AddMonths(1):O}' and tenant_id = '{tenant}') d),
        v as materialized (select array_agg(term order by n) as terms from vocabulary)
        insert into sync_log_terms (log_id, at, terms)
        select r.id, r.at, array[sync_log_term('{tenant}', 'trace', r.trace_id), f.term]
            || case when r.user_id is not null then array[sync_log_term('{tenant}', 'user', r.user_id::text)] else array[]::bigint[] end
            || case when cardinality(r.keys) > 0 then array[sync_log_term('{tenant}', 'key', r.keys[1])] else array[]::bigint[] end
            || case when r.fingerprint is not null then array[sync_log_term('{tenant}', 'fingerprint', r.fingerprint)] else array[]::bigint[] end
            || case when r.entity <> 'health' or r.outcome <> 'ok' then array[
                v.terms[1 + r.id % 1000], v.terms[1 + r.id / 7 % 100], v.terms[1 + r.id / 11 % 30], v.terms[1 + r.id / 13 % 300], v.terms[1 + r.id / 17 % 1000]] else array[]::bigint[] end
            || case when r.id % 3 = 0 then array[sync_log_term('{tenant}', 'word', 'account')] else array[]::bigint[] end
            || case when {month} < 3 and r.id % 50 = 0 then array[sync_log_term('{tenant}', 'word', 'bygone')] else array[]::bigint[] end
        from sync_log r
        join f using (facets) cross join v
        where r.tenant_id = '{tenant}' and r.at >= '{from:O}' and r.at < '{from.AddMonths(1):O}';
        """);

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
