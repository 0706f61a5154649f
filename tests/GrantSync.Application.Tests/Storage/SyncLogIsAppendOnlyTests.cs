using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Tests.Storage;

public sealed class SyncLogIsAppendOnlyTests(TestDatabase database)
{
    [Theory]
    [InlineData("update sync_log set error = 'nothing happened'")]
    [InlineData("update sync_log set completed_at = now() where completed_at is not null")]
    [InlineData("delete from sync_log")]
    [InlineData("truncate sync_log")]
    [InlineData("update sync_log_bodies set request = ''")]
    [InlineData("delete from sync_log_bodies")]
    public async Task A_row_that_stands_is_neither_changed_nor_removed(string tampering)
    {
        await using var organisation = await Organisation.Start(database);
        var before = await organisation.Log();
        Assert.NotEmpty(before);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => organisation.Query(db => db.Database.ExecuteSqlRawAsync(tampering)));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(before.Select(r => (r.Id, r.Error)), (await organisation.Log()).Select(r => (r.Id, r.Error)));
    }

    [Fact]
    public async Task A_pending_row_is_completed_once_and_only_in_what_the_call_brought()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Query(async db =>
        {
            db.SyncLog.Add(new SyncLogRow { TenantId = organisation.Tenant, At = DateTimeOffset.UtcNow, Entity = "x", Operation = "y", Model = "m", Method = "pending" });
            return await db.SaveChangesAsync();
        });
        Task<int> Run(string sql) => organisation.Query(db => db.Database.ExecuteSqlRawAsync(sql));

        await Assert.ThrowsAsync<PostgresException>(() => Run("update sync_log set completed_at = now(), model = 'other' where method = 'pending'"));
        Assert.Equal(1, await Run("update sync_log set completed_at = now(), outcome = 'ok' where method = 'pending'"));
        await Assert.ThrowsAsync<PostgresException>(() => Run("update sync_log set completed_at = now(), outcome = 'refused' where method = 'pending'"));
    }

    [Fact]
    public async Task Rows_fall_into_the_partition_of_their_month()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var partition = await organisation.Query(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("select sync_log_make_month('2031-05-17'), sync_log_make_month('2031-05-18')");
            db.SyncLog.Add(new SyncLogRow
            {
                TenantId = organisation.Tenant,
                At = new DateTimeOffset(2031, 5, 31, 23, 59, 59, TimeSpan.Zero),
                Entity = "x",
                Operation = "y",
                Model = "m",
                Method = "may",
            });
            await db.SaveChangesAsync();
            return await db.Database.SqlQueryRaw<string>("""select tableoid::regclass::text as "Value" from sync_log where method = 'may'""").ToListAsync();
        });
        Assert.Equal(["sync_log_2031_05_others"], partition);
    }
}
