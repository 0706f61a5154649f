using GrantSync.Application.Storage;
using Npgsql;

namespace GrantSync.Application.Tests.Storage;

public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task A_second_start_finds_the_rows_of_the_first_and_its_role_is_no_superuser()
    {
        // made by the server's own code, so that its account can pass through; without TestSpeed, which may lose rows
        var folder = Path.Combine(Path.GetTempPath(), $"grantsync-embedded-{Guid.NewGuid():N}");
        var options = new EmbeddedPostgresOptions();
        try
        {
            await using (var first = await EmbeddedPostgres.Start(folder, options, CancellationToken.None))
            {
                await Scalar(first, "create table kept (n int); insert into kept values (42); select 0");
                Assert.Equal(false, await Scalar(first, "select rolsuper or rolbypassrls or rolcreatedb from pg_roles where rolname = current_user"));
                var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.Start(folder, options, CancellationToken.None));
                Assert.Contains("in use by another", refused.Message, StringComparison.Ordinal);
            }

            await using var second = await EmbeddedPostgres.Start(folder, options, CancellationToken.None);
            Assert.Equal(42, await Scalar(second, "select n from kept"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<object?> Scalar(EmbeddedPostgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
