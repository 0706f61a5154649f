using GrantSync.Application.Health;
using GrantSync.Application.Incidents;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>Thirty days at a time: no false red, no missed red, one alert an incident, and each begins with its first bad ping.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task A_hundred_months_through_the_rules()
    {
        var every = TimeSpan.FromSeconds(30);
        var wrong = new List<string>();
        var (kinds, pings) = (new HashSet<string>(), 0);
        for (var seed = 1; seed <= 100; seed++)
        {
            var trace = new Trace(seed);
            var world = new PureWorld();
            var player = new Player(trace, world, every);
            await player.Play();
            var (incidents, events) = await world.End();
            kinds.UnionWith(trace.Episodes.Select(e => e.Kind));
            pings += player.Pings.Count;
            wrong.AddRange(player.Wrong.Concat(Verdict.Of(trace, player.Pings, incidents, events, every)).Select(w => $"seed {seed}: {w}"));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong: {string.Join('\n', wrong.Take(10))}");
        Assert.Equal(14, kinds.Count);
        Assert.True(pings > 100 * 7500, $"{pings} pings");
    }
}
