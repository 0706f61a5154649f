using System.Diagnostics;
using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>A long queue that came after PostgreSQL last looked at the tables, as after the first push of many budgets.</summary>
public sealed class LongQueueTests(TestDatabase database)
{
    private const int Queued = 40_000;

    [Fact]
    public async Task A_batch_is_chosen_in_one_pass_whatever_postgresql_believes_of_the_queue()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        await organisation.Settle();
        var (tenant, now) = (organisation.Tenant, organisation.Clock.GetUtcNow());
        var (seconds, rows) = await organisation.Query(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("analyze intents; analyze odoo_record_heads");
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into odoo_record_heads (tenant_id, key, entity, model, external_id, active, wanted_revision, wanted_hash)
                select {tenant}, {tenant} || ':budget_line:' || n || ':upsert', 'BudgetLine', 'account.analytic.account', 'long.line_' || n, true, 1, 'hash'
                from generate_series(1000001, 1000000 + {Queued}) n;
                insert into intents (tenant_id, key, entity, entity_id, revision, stage, parents, payload, payload_hash, state, due_at, batch_limit, created_at)
                select {tenant}, {tenant} || ':budget_line:' || n || ':upsert', 'BudgetLine', n, 1, {(int)SyncStage.Accounts},
                    array[{new SyncKey(tenant, SyncEntity.Plan, (int)Axis.Detail).ToString()}], repeat('payload ', 20), 'hash', 'queued', {now}, {Intents.LargestBatch}, {now}
                from generate_series(1000001, 1000000 + {Queued}) n
                """);
            var started = Stopwatch.GetTimestamp();
            var batch = await new IntentStore(db, new Guards(), new LogIndex(db), organisation.Clock).NextBatch(tenant, Intents.LargestBatch, CancellationToken.None);
            return (Stopwatch.GetElapsedTime(started).TotalSeconds, batch.Count);
        });

        Assert.Equal(Intents.LargestBatch, rows);

        // compared with each other the rows took 8 s on a quiet machine; one after the other they take a thirtieth of one
        Assert.True(seconds < 4, $"{seconds:0.0} s");
    }
}
