using GrantSync.Application.Actuals;
using GrantSync.Application.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Jobs;

public sealed class NightsTests(TestDatabase database)
{
    [Fact]
    public void A_tenants_night_comes_once_a_day_at_its_own_quiet_minute()
    {
        var nights = new Nights();
        var now = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
        var turns = Enumerable.Range(0, 200).Select(n => nights.Next($"t{n}", NightlyWork.Drift, now)).ToList();
        Assert.All(turns, turn => Assert.InRange(turn, now.Date.AddHours(25), now.Date.AddHours(28)));
        Assert.True(turns.Select(t => t.Minute + (60 * t.Hour)).Distinct().Count() > 80);
        Assert.Equal(turns[0].AddDays(1), nights.Next("t0", NightlyWork.Drift, turns[0]));
        Assert.NotEqual(turns[0], nights.Next("t0", NightlyWork.Actuals, now));
    }

    [Fact]
    public async Task A_run_by_hand_takes_every_tenant_and_a_broken_one_holds_up_nobody()
    {
        await using var organisation = await Organisation.Start(database);
        Assert.Equal("Nobody was due", await organisation.Run<NightlyActuals>());
        Assert.Equal("1 done, 0 without an answer from Odoo", await organisation.Run<NightlyActuals>(all: true));
        Assert.Equal("Nobody was due", await organisation.Run<NightlyActuals>());
        Assert.Equal(1, await organisation.Query(db => db.ActualReads.CountAsync()));
    }
}
