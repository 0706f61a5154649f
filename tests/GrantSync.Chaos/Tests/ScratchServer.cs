using GrantSync.Chaos.Simulation;
using Npgsql;

[assembly: AssemblyFixture(typeof(GrantSync.Chaos.Tests.ScratchServer))]

// one after the other: each is made to use the whole machine, and leases run out on real time
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GrantSync.Chaos.Tests;

/// <summary>The PostgreSQL of the tests.</summary>
public sealed class ScratchServer : IAsyncLifetime
{
    internal ScratchDatabases Databases { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Databases = await ScratchDatabases.Start(
        Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")
        ?? throw new InvalidOperationException("These tests need a PostgreSQL. Run ./test, or set GRANTSYNC_TEST_POSTGRES to the connection string of a role that may create databases."));

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Databases.DisposeAsync();
    }
}
