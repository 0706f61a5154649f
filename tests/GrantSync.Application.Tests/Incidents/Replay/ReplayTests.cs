using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>Thirty days at a time: no false red, no missed red, one alert an incident, and each begins with its first bad ping.</summary>
public sealed class ReplayTests(TestDatabase database)
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
        Assert.Equal(15, kinds.Count);
        Assert.True(pings > 100 * 7500, $"{pings} pings");
    }

    /// <summary>The same days through the stored path: each measurement in its transaction, the sweep, the second clock, PostgreSQL. Only Odoo itself is left out.</summary>
    [Fact]
    public async Task A_month_through_the_stored_path()
    {
        var every = TimeSpan.FromMinutes(2);
        var trace = new Trace(7);
        await using var organisation = await Organisation.Start(database, connect: false);
        var stored = await StoredWorld.Open(organisation);
        var player = new Player(trace, stored, every);
        await player.Play();
        var (incidents, events) = await stored.End();
        Assert.Equal([], player.Wrong.Concat(Verdict.Of(trace, player.Pings, incidents, events, every)));
        Assert.True(player.Pings.Count > 7500, $"{player.Pings.Count} pings");
        Assert.Equal(player.Pings.Count, await organisation.Query(db => db.Pings.CountAsync()));

        // and what is stored is what the rules say
        var pure = new PureWorld();
        await new Player(trace, pure, every).Play();
        var (meant, steps) = await pure.End();
        Assert.Equal(meant.Select(Facts), incidents.Select(Facts));
        Assert.Equal(steps.Select(s => (s.Kind, s.At)).Order(), events.Select(e => (e.Kind, e.At)).Order());

        static (HealthCause, DateTimeOffset, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, int) Facts(Incident i) =>
            (i.Cause, i.BeganAt, i.RedAt, i.AlertedAt, i.EscalatedAt, i.ResolvedAt, i.Relapses);
    }
}
