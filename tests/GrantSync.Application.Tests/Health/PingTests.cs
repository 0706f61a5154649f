using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.Health;

public sealed class PingTests(TestDatabase database)
{
    [Fact]
    public async Task A_working_odoo_is_green_and_a_dead_one_red_after_two_probes()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        Assert.Equal(Pill.Green, (await Ping(organisation)).Pill);

        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        Assert.Equal([Pill.Amber, Pill.Amber, Pill.Red], [(await Ping(organisation)).Pill, (await Ping(organisation)).Pill, (await Ping(organisation)).Pill]);

        organisation.Sandbox.Faults.Clear();
        Assert.Equal([Pill.Red, Pill.Green], [(await Ping(organisation)).Pill, (await Ping(organisation)).Pill]);
    }

    [Fact]
    public async Task What_holds_sending_up_is_told_as_the_newest_ping_found_it()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await Ping(organisation);
        await Ping(organisation);
        await Ping(organisation);
        Assert.Contains("502", (await organisation.Expect(new ReadSyncState())).Stopped, StringComparison.Ordinal);

        organisation.Sandbox.Faults.Clear();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.AccessRemoved));
        var now = await Ping(organisation);
        Assert.Equal((Pill.Red, now.Problem), (now.Pill, (await organisation.Expect(new ReadSyncState())).Stopped));
        Assert.DoesNotContain("502", now.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_plan_is_named()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        var plan = organisation.Sandbox.Odoo.Records("account.analytic.plan").Single(p => (string)p.Values["name"]! == "Donor budget detail");
        organisation.Sandbox.Odoo.DeletePlan(plan.Id);

        var health = await Ping(organisation);
        Assert.Equal(Pill.Amber, health.Pill);
        Assert.Contains("Donor budget detail has been deleted", health.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_right_is_named()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.AccessRemoved));

        var health = await Ping(organisation);
        Assert.NotEqual(Pill.Green, health.Pill);
        Assert.False(string.IsNullOrEmpty(health.Problem));
    }

    [Fact]
    public async Task A_tenant_that_is_not_connected_is_grey()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var tenant = Assert.Single(await organisation.Expect(new ListTenants()));
        Assert.Equal(Pill.Grey, tenant.Pill);
        Assert.IsType<NoConnection>((await organisation.Send(new PingNow(organisation.Tenant))).Refusal);
    }

    [Fact]
    public async Task One_tenant_cannot_ping_another()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<TenantIsGone>((await organisation.Send(new PingNow("other"))).Refusal);
    }

    [Fact]
    public async Task Support_sees_each_tenant_with_its_own_pill_answer_and_waiting_records()
    {
        await using var green = await Organisation.Start(database);
        await using var red = await Organisation.StartBeside(green);
        await using var bare = await Organisation.StartBeside(green);
        await green.Settle();
        await Ping(green);
        await red.Connect();
        red.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await red.Sync();
        await Ping(red);
        await Ping(red);
        await Ping(red);

        var all = await green.SendAsSupport(new ListTenants());
        Assert.Equal(
            [(green.Tenant, Pill.Green, false, true), (red.Tenant, Pill.Red, true, false), (bare.Tenant, Pill.Grey, false, false)],
            new[] { green, red, bare }.Select(o => all.Single(t => t.Id == o.Tenant)).Select(t => (t.Id, t.Pill, t.Open > 0, t.LatencyMilliseconds is not null)));
        Assert.Equal(all.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.Id), all.Select(t => t.Id));
        Assert.Equal(all.Single(t => t.Id == red.Tenant), await green.SendAsSupport(new ReadTenantHealth(red.Tenant)));
    }

    private static async Task<TenantHealth> Ping(Organisation organisation)
    {
        organisation.Clock.Advance(TimeSpan.FromSeconds(30));
        return await organisation.Expect(new PingNow(organisation.Tenant));
    }
}
