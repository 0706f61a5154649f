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
}
