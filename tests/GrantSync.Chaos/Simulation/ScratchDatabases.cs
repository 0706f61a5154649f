using GrantSync.Application.Storage;
using Npgsql;

namespace GrantSync.Chaos.Simulation;

/// <summary>A migrated template on a PostgreSQL, and fresh copies of it: a database a world.</summary>
internal sealed class ScratchDatabases : IAsyncDisposable
{
    private readonly string server;
    private readonly string template = $"grantsync_chaos_{Guid.NewGuid():N}";
    private readonly SemaphoreSlim oneCopyAtATime = new(1);
    private int copied;

    private ScratchDatabases(string server) => this.server = server;

    /// <param name="server">A connection string of a role that may create databases.</param>
    public static async Task<ScratchDatabases> Start(string server)
    {
        var databases = new ScratchDatabases(server);
        await databases.Execute($"create database {databases.template}");
        await Migrator.Migrate(databases.Of(databases.template, pooling: false), CancellationToken.None);
        return databases;
    }

    public async Task<string> Copy()
    {
        var name = $"{template}_{Interlocked.Increment(ref copied)}";
        await oneCopyAtATime.WaitAsync();
        try
        {
            await Execute($"create database {name} template {template}");
        }
        finally
        {
            oneCopyAtATime.Release();
        }

        return Of(name, pooling: true);
    }

    public async Task Drop(string connectionString)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await Execute($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database}");
    }

    public async ValueTask DisposeAsync()
    {
        await Execute($"drop database if exists {template}");
        oneCopyAtATime.Dispose();
    }

    private string Of(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = pooling, MaxPoolSize = 40 }.ConnectionString;

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
