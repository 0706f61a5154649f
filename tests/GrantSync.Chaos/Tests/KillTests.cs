using GrantSync.Application.Sync;
using GrantSync.Chaos.Processes;

namespace GrantSync.Chaos.Tests;

public sealed class KillTests(ScratchServer server)
{
    private const int Yards = 4;
    private const int KillsAYard = 50;

    [Fact]
    public async Task Two_hundred_killed_workers_lose_nothing_and_double_nothing()
    {
        var tallies = await Task.WhenAll(Enumerable.Range(1, Yards).Select(async seed =>
        {
            await using var yard = await Yard.Open(await server.Databases.Copy(), seed);
            return await Kills.Run(yard, KillsAYard, seed);
        }));

        Assert.Equal(Yards * KillsAYard, tallies.Sum(t => t.Killed.Values.Sum()));
        Assert.All(tallies, tally => Assert.All(tally.Killed.Values, times => Assert.True(times >= KillsAYard / 8)));
    }
    [Fact]
    public async Task A_worker_that_stood_still_past_its_lease_takes_the_next_lane()
    {
        await using var yard = await Yard.Open(await server.Databases.Copy(), seed: 1);
        using var stopped = yard.StartWorker();
        await stopped.Go(WritePoint.LaneTaken, times: 1);
        await stopped.StandsAt(WritePoint.LaneTaken);
        stopped.StopIt();
        using (var next = yard.StartWorker())
        {
            await next.Go(WritePoint.LaneTaken, times: 1);
            await next.StandsAt(WritePoint.LaneTaken);

            // its heartbeat finds the lane gone while it stands; the other one has the lane for longer than that takes
            stopped.ContinueIt();
            await next.GoOn();
            await next.Arm(WritePoint.LaneDone, times: 2);
            await Kills.Until(yard, next.StandsAt(WritePoint.LaneDone));
            await stopped.GoOn();
            next.KillIt();
        }

        await yard.PutDownSome();
        await yard.UntilSettled();
        await yard.Look();
    }
}
