using GrantSync.Application.Sync;
using GrantSync.Chaos.Processes;

namespace GrantSync.Chaos.Tests;

public sealed class ConnectionResetTests(ScratchServer server)
{
    [Fact]
    public async Task A_worker_whose_database_connections_are_reset_at_each_point_goes_on_by_itself()
    {
        await using var yard = await Yard.Open(await server.Databases.Copy(), seed: 1);
        using var worker = yard.StartWorker();
        var ended = 0;
        await Kills.AtEachPoint(yard, worker, async () => ended += await yard.ResetWorkerConnections());

        await yard.UntilSettled();
        await yard.Look();

        // not one at each point: on a slow machine PostgreSQL has ended a session that is idle in its transaction first
        Assert.True(ended >= Enum.GetValues<WritePoint>().Length);
    }
}
