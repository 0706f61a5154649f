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
        var points = Enum.GetValues<WritePoint>();
        await worker.Go(points[0], times: 1);
        foreach (var point in points)
        {
            if (point != points[0])
            {
                // the second time: between a reset and the next point it may not have needed PostgreSQL yet
                await worker.Arm(point, times: 2);
            }

            await Kills.Until(yard, worker.StandsAt(point));
            Assert.NotEqual(0, await yard.ResetWorkerConnections());
            await worker.GoOn();
        }

        await yard.UntilSettled();
        await yard.Look();
    }
}
