using GrantSync.Application.Health;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Health;

public sealed class PingerTests(TestDatabase database)
{
    [Fact]
    public async Task A_due_tenant_is_pinged_once_whatever_the_number_of_runs()
    {
        await using var organisation = await Organisation.Start(database);
        var before = await Pings(organisation);
        var said = await Task.WhenAll(organisation.Run<Pinger>(), organisation.Run<Pinger>());
        Assert.Contains("1 measured", said);
        Assert.Equal(before + 1, await Pings(organisation));
        Assert.Equal("Nobody was due", await organisation.Run<Pinger>());

        organisation.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("1 measured", await organisation.Run<Pinger>());

        // a bad one is looked at again after half a minute
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        organisation.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("1 measured", await organisation.Run<Pinger>());
        organisation.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("1 measured", await organisation.Run<Pinger>());
        Assert.Equal([true, false], await organisation.Query(db => db.Pings.OrderByDescending(p => p.Id).Take(2).Select(p => p.IsProbe).ToListAsync()));
    }

    [Fact]
    public async Task An_odoo_that_hangs_holds_up_nobody_else()
    {
        await using var slow = await Organisation.Start(database);
        await using var other = await Organisation.StartBeside(slow);
        Assert.Null((await other.Connect()).Refusal);
        slow.Sandbox.Faults.Add(new Fault(FaultKind.Delay) { Milliseconds = 6000 });
        var before = await Pings(other);
        Assert.Equal("2 begun, 1 still waiting for their Odoo", await slow.Run<Pinger>(all: true));
        Assert.Equal(before + 1, await Pings(other));
    }

    private static Task<int> Pings(Organisation organisation) => organisation.Query(db => db.Pings.CountAsync());
}
