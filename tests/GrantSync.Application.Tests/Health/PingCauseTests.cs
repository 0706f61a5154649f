using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Health;

public sealed class PingCauseTests(TestDatabase database)
{
    [Theory]
    [InlineData(502, HealthCause.Unreachable)]
    [InlineData(503, HealthCause.Unreachable)]
    [InlineData(500, HealthCause.OdooFailed)]
    [InlineData(429, HealthCause.TooManyCalls)]
    [InlineData(404, HealthCause.NotOdoo)]
    public async Task A_status_says_why(int status, HealthCause cause)
    {
        await using var organisation = await Organisation.Start(database);
        Assert.Null((await Ping(organisation)).Cause);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = status });
        Assert.Equal((PingVerdict.Bad, cause), await Ping(organisation));
    }

    [Fact]
    public async Task A_cut_connection_and_a_server_that_is_gone_are_unreachable()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Reset));
        Assert.Equal((PingVerdict.Bad, HealthCause.Unreachable), await Ping(organisation));
        await organisation.Sandbox.DisposeAsync();
        Assert.Equal((PingVerdict.Bad, HealthCause.Unreachable), await Ping(organisation));
    }

    [Theory]
    [InlineData(17, HealthCause.BadKey)]
    [InlineData(18, HealthCause.KeyExpired)]
    public async Task A_key_that_was_accepted_has_expired_or_was_withdrawn_where_keys_have_an_end(int version, HealthCause cause)
    {
        await using var organisation = await Organisation.Start(database, odooVersion: version);
        Assert.Equal(PingVerdict.Good, (await Ping(organisation)).Verdict);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.BadKey));
        Assert.Equal((PingVerdict.Bad, cause), await Ping(organisation));
    }

    [Fact]
    public async Task A_key_that_no_ping_ever_used_is_only_bad()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.BadKey));
        Assert.Equal((PingVerdict.Bad, HealthCause.BadKey), await Ping(organisation));
    }

    [Fact]
    public async Task A_key_sealed_elsewhere_a_lost_right_and_a_deleted_plan_are_told_apart()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.AccessRemoved));
        Assert.Equal((PingVerdict.Bad, HealthCause.MissingRight), await Ping(organisation));
        organisation.Sandbox.Faults.Clear();
        organisation.Sandbox.Odoo.DeletePlan(organisation.Sandbox.Odoo.Records("account.analytic.plan").Single(p => (string)p.Values["name"]! == "Donor budget line").Id);
        Assert.Equal((PingVerdict.Bad, HealthCause.PlanGone), await Ping(organisation));
        await organisation.Query(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.SealedKey, "sealed by another ring")));
        Assert.Equal((PingVerdict.Bad, HealthCause.KeyUnreadable), await Ping(organisation));
    }

    [Fact]
    public async Task A_new_major_version_is_amber_until_the_connection_is_tested_again_and_a_minor_one_is_noted()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.VersionChanged) { Version = "19.0" });
        Assert.Equal((PingVerdict.Poor, HealthCause.VersionChanged), await Ping(organisation));
        Assert.Contains("Odoo is 19.0 now", (await organisation.Expect(new ListTenants())).Single().Problem, StringComparison.Ordinal);
        Assert.Null((await organisation.Connect()).Refusal);
        Assert.Equal(PingVerdict.Good, (await Ping(organisation)).Verdict);

        organisation.Sandbox.Faults.Clear();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.VersionChanged) { Version = "19.1" });
        Assert.Equal(PingVerdict.Good, (await Ping(organisation)).Verdict);
        Assert.Equal("19.1", await organisation.Query(db => db.Connections.Select(c => c.ServerVersion).SingleAsync()));
    }

    [Fact]
    public async Task Slow_is_what_the_tenant_calls_slow()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Delay) { Milliseconds = 120 });
        Assert.Equal(PingVerdict.Good, (await Ping(organisation)).Verdict);
        await organisation.Expect(new SaveThresholds(null, new Dictionary<Threshold, string?> { [Threshold.SlowMilliseconds] = "300" }));
        Assert.Equal((PingVerdict.Poor, HealthCause.Slow), await Ping(organisation));
    }

    [Fact]
    public async Task A_bad_ping_is_followed_by_probes_and_then_by_the_schedule()
    {
        await using var organisation = await Organisation.Start(database);
        var limits = new HealthLimits();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        foreach (var wait in new[] { limits.ProbeAfter, limits.ProbeAfter, limits.Period, limits.Period })
        {
            await Ping(organisation);
            var next = await organisation.Query(db => db.Connections.Select(c => c.NextPingAt).SingleAsync());
            Assert.Equal(wait.TotalSeconds, (next - organisation.Clock.GetUtcNow()).TotalSeconds, 0.01);
        }

        var incident = Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        Assert.Equal((HealthCause.Unreachable, true), (incident.Cause, incident.Red));
    }

    private static async Task<(PingVerdict Verdict, HealthCause? Cause)> Ping(Organisation organisation)
    {
        organisation.Clock.Advance(TimeSpan.FromSeconds(30));
        await organisation.Expect(new PingNow(organisation.Tenant));
        var newest = await organisation.Query(db => db.Pings.OrderByDescending(p => p.Id).FirstAsync());
        return (newest.Verdict, newest.Cause);
    }
}
