using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Health;

public sealed class UptimeTests(TestDatabase database)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grey = new HealthLimits().GreyAfter;

    [Fact]
    public void A_bad_measurement_lasts_until_the_next_one()
    {
        var uptime = Uptime.Of(Every5("ggbggggggggg"), [], Start, Start.AddHours(1), Grey);
        Assert.Equal((55, 5, 0, 0), Minutes(uptime));
        Assert.Equal(91.67m, decimal.Round(uptime.Percent!.Value, 2));
    }

    [Fact]
    public void What_was_not_measured_and_what_was_planned_is_in_neither()
    {
        // pings at 0, 5 and 10, the last holds for six minutes; then from 40 on, bad from 45; planned from 50 on, twice
        var uptime = Uptime.Of(Every5("ggg-----gbbb"), [Window(50, 58), Window(55, 70)], Start, Start.AddHours(1), Grey);
        Assert.Equal((21, 5, 10, 24), Minutes(uptime));
    }

    [Fact]
    public void Nothing_measured_is_no_percentage()
    {
        Assert.Null(Uptime.Of([], [], Start, Start.AddHours(1), Grey).Percent);
        Assert.Equal((0, 0, 0, 60), Minutes(Uptime.Of([], [], Start, Start.AddHours(1), Grey)));
    }

    [Fact]
    public void A_measurement_from_before_reaches_into_the_time() =>
        Assert.Equal((2, 3, 0, 0), Minutes(Uptime.Of(Every5("bg"), [], Start.AddMinutes(2), Start.AddMinutes(7), Grey)));

    [Fact]
    public async Task The_history_is_a_tenants_own_and_begins_with_its_first_measurement()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var neighbour = await Organisation.StartBeside(organisation);
        var now = organisation.Clock.GetUtcNow();
        await organisation.Query(async db =>
        {
            db.Pings.AddRange(Enumerable.Range(1, 100).Select(n => new Ping
            {
                TenantId = organisation.Tenant,
                At = now.AddMinutes(-5 * n),
                Verdict = n <= 12 ? PingVerdict.Bad : PingVerdict.Good,
                LatencyMilliseconds = n * 10,
            }));
            return await db.SaveChangesAsync();
        });
        var history = await organisation.Expect(new ReadHistory(null));
        Assert.All(history.Spans, span => Assert.Equal(88m, decimal.Round(span.Uptime.Percent!.Value, 4)));
        Assert.All(history.Spans, span => Assert.Equal(TimeSpan.Zero, span.Uptime.NotMeasured));
        Assert.Equal((560, 960), (history.Spans[0].Median, history.Spans[0].Percentile95));
        Assert.Equal(30, history.Days.Count);
        Assert.Null(history.Days[0].Uptime);
        Assert.Null((await neighbour.Expect(new ReadHistory(null))).Spans[2].Uptime.Percent);
        Assert.IsType<TenantIsGone>((await neighbour.Send(new ReadHistory(organisation.Tenant), Role.Viewer)).Refusal);
        Assert.IsType<TenantIsGone>((await neighbour.Send(new ReadHistory(Tenant.Operator), Role.Support)).Refusal);
    }

    [Fact]
    public async Task Pings_are_kept_for_four_hundred_days()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var now = organisation.Clock.GetUtcNow();
        await organisation.Query(async db =>
        {
            db.Pings.AddRange(new[] { 401, 399, 0 }.Select(days => new Ping { TenantId = organisation.Tenant, At = now.AddDays(-days) }));
            return await db.SaveChangesAsync();
        });
        Assert.Equal("Pings older than 400 days removed: 1", await organisation.Service<PingRetention>().Run(all: false, CancellationToken.None));
        Assert.Equal(2, await organisation.Query(db => db.Pings.CountAsync()));
    }

    [Fact]
    public async Task Thresholds_are_a_tenants_own_and_hold_within_their_range()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var neighbour = await Organisation.StartBeside(organisation);
        await organisation.Expect(new SaveThresholds(null, new Dictionary<Threshold, string?> { [Threshold.AlertMinutes] = " 5 ", [Threshold.BadBeforeRed] = "" }));
        var view = await organisation.Expect(new ReadThresholds(null));
        Assert.Equal((5, 15), (view.All.Single(t => t.Which == Threshold.AlertMinutes).Own, view.All.Single(t => t.Which == Threshold.AlertMinutes).Default));
        Assert.All((await neighbour.Expect(new ReadThresholds(null))).All, t => Assert.Null(t.Own));
        Assert.IsType<TenantIsGone>((await neighbour.Send(new SaveThresholds(organisation.Tenant, new Dictionary<Threshold, string?>()))).Refusal);
        foreach (var wrong in new[] { "0", "1441", "-5", "1.5", "soon" })
        {
            var refused = Assert.IsType<Invalid>((await organisation.Send(new SaveThresholds(null, new Dictionary<Threshold, string?> { [Threshold.AlertMinutes] = wrong }))).Refusal);
            Assert.Equal("AlertMinutes", Assert.Single(refused.Fields).Field);
        }
    }

    private static List<Sample> Every5(string pings) =>
        [.. pings.Select((c, n) => (c, n)).Where(p => p.c != '-').Select(p => new Sample(Start.AddMinutes(5 * p.n), p.c == 'b' ? PingVerdict.Bad : PingVerdict.Good, 100))];

    private static MaintenanceWindow Window(int from, int to) =>
        new() { TenantId = "t", FromAt = Start.AddMinutes(from), ToAt = Start.AddMinutes(to), Reason = "r", PlannedAt = Start };

    private static (double Up, double Down, double Maintenance, double NotMeasured) Minutes(Uptime uptime) =>
        (uptime.Up.TotalMinutes, uptime.Down.TotalMinutes, uptime.Maintenance.TotalMinutes, uptime.NotMeasured.TotalMinutes);
}
