using GrantSync.Application.Storage;
using Npgsql;


namespace GrantSync.Web.Tests;

/// <summary>
/// A real PostgreSQL with a migrated template, of which each organisation gets a copy: workers take any tenant's lane, so tests that share a
/// database would work on each other's. The role is no superuser, as in production.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private readonly string template = $"grantsync_test_{Guid.NewGuid():N}";
    private readonly SemaphoreSlim oneCopyAtATime = new(1);
    private readonly List<string> copies = [];
    private int copied;

    /// <summary>A migrated database that tests of the schema may look at.</summary>
    public string ConnectionString { get; private set; } = "";

    private static string Server => Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")
        ?? throw new InvalidOperationException("These tests need a PostgreSQL. Run ./test, or set GRANTSYNC_TEST_POSTGRES to the connection string of a role that may create databases.");

    public async ValueTask InitializeAsync()
    {
        await Execute($"create database {template}");
        await Migrator.Migrate(Of(template, pooling: false), CancellationToken.None);
        ConnectionString = await Copy();
    }

    /// <summary>A fresh migrated database.</summary>
    public async Task<string> Copy()
    {
        var name = $"{template}_{Interlocked.Increment(ref copied)}";
        await oneCopyAtATime.WaitAsync();
        try
        {
            await Execute($"create database {name} template {template}");
            copies.Add(name);
        }
        finally
        {
            oneCopyAtATime.Release();
        }

        return Of(name, pooling: true);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var name in copies.Append(template))
        {
            // without force: only a superuser may end an autovacuum worker, and a plain drop asks it to leave
            await Execute($"drop database if exists {name}");
        }

        oneCopyAtATime.Dispose();
    }

    private static string Of(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = pooling, MaxPoolSize = 20 }.ConnectionString;

    private static async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
