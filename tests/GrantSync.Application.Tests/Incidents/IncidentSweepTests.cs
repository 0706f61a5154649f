using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Storage;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static GrantSync.Application.Incidents.IncidentEventKind;

namespace GrantSync.Application.Tests.Incidents;

public sealed class IncidentSweepTests(TestDatabase database)
{
    [Fact]
    public async Task Time_alone_alerts_and_tells_that_it_is_over_and_record_errors_join()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await Measure(organisation, 1);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await Measure(organisation, 4);
        organisation.Clock.Advance(TimeSpan.FromMinutes(4.5));
        await Measure(organisation, 1);
        organisation.Clock.Advance(TimeSpan.FromMinutes(4.5));
        await Measure(organisation, 1);
        organisation.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("Tenants with incidents: 1, changes: 1", await Sweep(organisation));
        Assert.Equal("Tenants with incidents: 1, changes: 0", await Sweep(organisation));

        // a record that somebody tries to write meanwhile
        await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));
        var incident = Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        Assert.Equal(1, (await organisation.Expect(new ReadIncident(incident.Id))).Troubles);
        await organisation.Expect(new AcknowledgeIncident(incident.Id, "Calling them"));

        organisation.Sandbox.Faults.Clear();
        await Measure(organisation, 2);
        for (var n = 0; n < 7; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromMinutes(4.5));
            await Measure(organisation, 1);
            await Sweep(organisation);
        }

        var read = await organisation.Expect(new ReadIncident(incident.Id));
        Assert.Equal([Began, Alerted, Acknowledged, Resolved, ResolvedTold], read.Timeline.Select(m => m.Kind));
        Assert.Equal("Tenants with incidents: 0, changes: 0", await Sweep(organisation));
    }

    [Fact]
    public async Task A_connection_that_ends_takes_its_incidents_with_it()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await Measure(organisation, 3);
        Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        await organisation.Query(async db => await db.PlanMappings.ExecuteDeleteAsync() + await db.Connections.ExecuteDeleteAsync());
        await Sweep(organisation);
        Assert.Empty(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        Assert.Equal(ConnectionEnded, (await organisation.Expect(new ReadIncident((await organisation.Expect(new ListIncidents(OpenOnly: false)))[0].Id))).Timeline[^1].Kind);
    }

    [Fact]
    public async Task A_new_connection_begins_with_a_pill_of_its_own()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await Measure(organisation, 3);
        await organisation.AsProgram(async services =>
        {
            await ConnectionEnd.Forget(services.GetRequiredService<GrantSyncDb>(), organisation.Tenant, CancellationToken.None);
            return true;
        });
        organisation.Sandbox.Faults.Clear();
        organisation.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await organisation.Connect()).Refusal);
        Assert.Equal(Pill.Grey, Assert.Single(await organisation.Expect(new ListTenants())).Pill);
        await Measure(organisation, 1);
        Assert.Equal(Pill.Green, Assert.Single(await organisation.Expect(new ListTenants())).Pill);
        Assert.Empty(await organisation.Expect(new ListIncidents(OpenOnly: true)));
    }

    [Fact]
    public async Task The_second_clock_sees_a_pinger_that_stands_still_and_the_next_ping_ends_it()
    {
        await using var organisation = await Organisation.Start(database);
        await Measure(organisation, 1);
        var clock = ActivatorUtilities.CreateInstance<SecondClock>(organisation.Service<IServiceProvider>());
        organisation.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await clock.Watch(CancellationToken.None));

        // a claim that comes to nothing moves the due time, and is no measurement
        await organisation.Query(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPingAt, organisation.Clock.GetUtcNow().AddMinutes(5))));
        organisation.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await clock.Watch(CancellationToken.None));
        Assert.Equal(1, await clock.Watch(CancellationToken.None));
        var incident = Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        Assert.Equal((HealthCause.NotMeasured, false), (incident.Cause, incident.Red));

        await Measure(organisation, 1);
        Assert.Equal(0, await clock.Watch(CancellationToken.None));
        Assert.Empty(await organisation.Expect(new ListIncidents(OpenOnly: true)));
    }

    [Fact]
    public async Task A_refused_ping_that_two_nodes_measure_at_once_is_one_incident()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await Measure(organisation, 2);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organisation.Expect(new PingNow(organisation.Tenant))));
        Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: false)));
        Assert.Equal(8, await organisation.Query(db => db.Pills.Select(p => p.BadInRow).SingleAsync()));
    }

    private static async Task Measure(Organisation organisation, int times)
    {
        for (var n = 0; n < times; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromSeconds(30));
            await organisation.Expect(new PingNow(organisation.Tenant));
        }
    }

    private static Task<string> Sweep(Organisation organisation) => organisation.Service<IncidentSweep>().Run(all: false, CancellationToken.None);
}
