using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace GrantSync.Application.Sync;

/// <summary>Puts down what Odoo should look like, inside the transaction of the act that asks for it.</summary>
internal sealed class Intents(GrantSyncDb db, TimeProvider time)
{
    /// <summary>The most rows that go in one <c>load</c>: 500 new ones took 0.6 s on a 2-core Odoo.</summary>
    public const int LargestBatch = 500;

    /// <summary>
    /// Puts down a new revision for each record that is not wanted just so already, supersedes older ones that were not sent, and opens the
    /// lane. Answers how many were put down.
    /// </summary>
    public Task<int> PutDown(IReadOnlyList<WantedRecord> records, long? grantId, long? userId, CancellationToken cancellationToken) =>
        PutDown(records, grantId, userId, again: false, [], cancellationToken);

    /// <summary>
    /// Puts records down once more although they are wanted just so already, because Odoo holds something else. Those in
    /// <paramref name="gone"/> are not in Odoo any more: whatever hangs on them waits until they are.
    /// </summary>
    public Task<int> PutDownAgain(IReadOnlyList<WantedRecord> records, IReadOnlyCollection<string> gone, long? userId, CancellationToken cancellationToken) =>
        PutDown(records, null, userId, again: true, gone, cancellationToken);

    private async Task<int> PutDown(
        IReadOnlyList<WantedRecord> records, long? grantId, long? userId, bool again, IReadOnlyCollection<string> gone, CancellationToken cancellationToken)
    {
        // in the order of keys, so that two acts that share records wait for one another and never lock crosswise
        var sorted = records.DistinctBy(r => r.Key).OrderBy(r => r.Key.ToString(), StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
        {
            return 0;
        }

        // a removed line that Odoo never heard of needs no archiving there, nor an amount of nothing a line in a budget
        var known = (await Known(sorted, cancellationToken)).ToHashSet();
        sorted.RemoveAll(r => (!r.Fields.IsActive || r.Fields is WantedBudgetLine { Amount: 0 }) && !known.Contains(r));
        if (sorted.Count == 0)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var tenant = sorted[0].Key.Tenant;
        await LockLane(tenant, cancellationToken);
        var putDown = await db.Database.ExecuteSqlRawAsync(
            PutDownSql,
            [
                new NpgsqlParameter("tenant", tenant),
                Text("keys", sorted.Select(r => r.Key.ToString())),
                Text("entities", sorted.Select(r => r.Key.Entity.ToString())),
                new NpgsqlParameter("entity_ids", sorted.Select(r => r.Key.Id).ToArray()),
                Text("models", sorted.Select(r => r.Model)),
                Text("external_ids", sorted.Select(r => r.ExternalId)),
                new NpgsqlParameter("stages", sorted.Select(r => (int)r.Stage).ToArray()),
                Text("parents", sorted.Select(r => string.Join('\n', r.Parents))),
                Text("codes", sorted.Select(r => (r.Fields as WantedAccount)?.Code)),
                new NpgsqlParameter("actives", sorted.Select(r => r.Fields.IsActive).ToArray()),
                Text("payloads", sorted.Select(r => r.Payload)),
                Text("hashes", sorted.Select(r => r.PayloadHash)),
                new NpgsqlParameter("grant_id", NpgsqlDbType.Bigint) { Value = (object?)grantId ?? DBNull.Value },
                new NpgsqlParameter("user_id", NpgsqlDbType.Bigint) { Value = (object?)userId ?? DBNull.Value },
                new NpgsqlParameter("now", now),
                new NpgsqlParameter("batch", LargestBatch),
                new NpgsqlParameter("again", again),
                Text("gone", gone),
            ],
            cancellationToken);
        if (putDown > 0)
        {
            var keys = sorted.Select(r => r.Key.ToString()).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"""
                update intents older set state = 'superseded', ended_at = {now}
                where older.tenant_id = {tenant} and older.key = any({keys}) and older.state in ('queued', 'refused')
                    and exists (select 1 from intents newer where newer.tenant_id = older.tenant_id and newer.key = older.key and newer.revision > older.revision)
                """,
                cancellationToken);
            await OpenLane(tenant, cancellationToken);
        }

        return putDown;
    }

    /// <summary>Those among the records that Odoo has, or is to have.</summary>
    public async Task<IReadOnlyList<WantedRecord>> Known(IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var keys = records.Select(r => r.Key.ToString()).ToList();
        var known = (await db.OdooRecordHeads.Select(h => h.Key).Where(k => keys.Contains(k)).ToListAsync(cancellationToken)).ToHashSet();
        return [.. records.Where(r => known.Contains(r.Key.ToString()))];
    }

    /// <summary>
    /// Puts refused records back in the queue, whoever asked for them first, and the plans they hang on: whoever presses Sync has mended
    /// something, here or in Odoo. Answers how many.
    /// </summary>
    public async Task<int> TryAgain(string tenant, IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await LockLane(tenant, cancellationToken);
        var keys = records.Select(r => r.Key.ToString()).ToArray();
        var again = await db.Database.ExecuteSqlAsync(
            $"""
            update intents set state = 'queued', due_at = {now}, ended_at = null, batch_limit = {LargestBatch}
            where tenant_id = {tenant} and state = 'refused' and (key = any({keys}) or stage = {(int)SyncStage.Plans})
            """,
            cancellationToken);
        if (again > 0)
        {
            await OpenLane(tenant, cancellationToken);
        }

        return again;
    }

    /// <summary>Codes among these records that another active account of the same plan has.</summary>
    public async Task<IReadOnlyList<string>> CodesOfOthers(IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var accounts = records.Where(r => r.Fields is WantedAccount { Active: true }).ToList();
        var keys = accounts.Select(r => r.Key.ToString()).ToList();
        var codes = accounts.Select(r => ((WantedAccount)r.Fields).Code).Distinct().ToList();
        var entities = accounts.Select(r => r.Key.Entity).Distinct().ToList();
        var others = await db.OdooRecordHeads
            .Where(h => h.Active && h.Code != null && entities.Contains(h.Entity) && codes.Contains(h.Code) && !keys.Contains(h.Key))
            .Select(h => new { h.Entity, h.Code })
            .ToListAsync(cancellationToken);
        var mine = accounts.GroupBy(r => (r.Key.Entity, ((WantedAccount)r.Fields).Code)).ToList();
        return [.. others.Where(o => mine.Any(m => m.Key == (o.Entity, o.Code!))).Select(o => o.Code!)
            .Concat(mine.Where(m => m.Count() > 1).Select(m => m.Key.Code))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The lane's row first, then records and intents: in the order in which a worker takes them, so that neither waits for the other for ever.
    /// </summary>
    public Task LockLane(string tenant, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        insert into lanes (tenant_id) values ({tenant}) on conflict do nothing;
        select 1 from lanes where tenant_id = {tenant} for update
        """,
        cancellationToken);

    /// <summary>There may be something to do for the tenant: wakes a worker, even one whose lane stood still.</summary>
    public async Task OpenLane(string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into lanes (tenant_id, due_at) values ({tenant}, {now})
            on conflict (tenant_id) do update set due_at = least(coalesce(lanes.due_at, excluded.due_at), excluded.due_at);
            select pg_notify({ChangeFeed.Channel}, {tenant})
            """,
            cancellationToken);
    }

    private static NpgsqlParameter Text(string name, IEnumerable<string?> values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() };

    private const string PutDownSql =
        """
        with wanted as (
            select * from unnest(@keys, @entities, @entity_ids, @models, @external_ids, @stages, @parents, @codes, @actives, @payloads, @hashes)
                with ordinality as w (key, entity, entity_id, model, external_id, stage, parents, code, active, payload, hash, n)
        ), moved as (
            insert into odoo_record_heads as head (tenant_id, key, entity, model, external_id, code, active, wanted_revision, wanted_hash)
            select @tenant, key, entity, model, external_id, code, active, 1, hash from wanted order by n
            on conflict (tenant_id, key) do update
                set wanted_revision = head.wanted_revision + 1, wanted_hash = excluded.wanted_hash, code = excluded.code, active = excluded.active,
                    -- else it would be confirmed without a call
                    confirmed_hash = case when @again then null else head.confirmed_hash end,
                    odoo_id = case when head.key = any(@gone) then null else head.odoo_id end
                where head.wanted_hash <> excluded.wanted_hash or @again
            returning head.key, head.wanted_revision
        )
        insert into intents (tenant_id, key, entity, entity_id, grant_id, revision, stage, parents, payload, payload_hash, state, due_at,
            batch_limit, created_at, user_id)
        select @tenant, w.key, w.entity, w.entity_id, @grant_id, m.wanted_revision, w.stage,
            case when w.parents = '' then array[]::text[] else string_to_array(w.parents, E'\n') end, w.payload, w.hash, 'queued', @now, @batch, @now, @user_id
        from wanted w join moved m using (key)
        order by w.n
        """;
}
