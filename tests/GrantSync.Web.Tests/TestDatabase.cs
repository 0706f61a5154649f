using GrantSync.Application.Storage;
using Npgsql;

namespace GrantSync.Web.Tests;

/// <summary>A migrated database of its own in a real PostgreSQL, under a role that is no superuser, as in production. Dropped at the end.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private readonly string name = $"grantsync_web_{Guid.NewGuid():N}";

    public string ConnectionString { get; private set; } = "";

    private static string Server => Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")
        ?? throw new InvalidOperationException(
            "These tests need a PostgreSQL. Run ./test, or set GRANTSYNC_TEST_POSTGRES to the connection string of a role that may create databases.");

    public async ValueTask InitializeAsync()
    {
        await Execute($"create database {name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
        await Migrator.Migrate(ConnectionString, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await Drop())
        {
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>False while PostgreSQL vacuums the database by itself: only a superuser may cut that off.</summary>
    private async Task<bool> Drop()
    {
        try
        {
            await Execute($"drop database if exists {name} with (force)");
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private static async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
