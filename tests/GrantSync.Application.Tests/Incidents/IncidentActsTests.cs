using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Tests.Incidents;

public sealed class IncidentActsTests(TestDatabase database)
{
    [Fact]
    public async Task Taking_on_snoozing_and_notes_stand_on_the_timeline()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var id = await Open(organisation);
        await organisation.Expect(new AcknowledgeIncident(id, "Calling their host"));
        var until = organisation.Clock.GetUtcNow().AddHours(2);
        await organisation.Expect(new SnoozeIncident(id, until));
        await organisation.Expect(new AddIncidentNote(id, "They are on it"));

        var read = await organisation.Expect(new ReadIncident(id));
        Assert.Equal(IncidentState.Acknowledged, read.Incident.State);
        Assert.Equal(
            [(IncidentEventKind.Acknowledged, "Amina", "Calling their host"), (IncidentEventKind.Snoozed, "Amina", null), (IncidentEventKind.Noted, "Amina", "They are on it")],
            read.Timeline.Select(m => (m.Kind, m.By!, m.Note)));
        Assert.Equal(until, read.Timeline[1].Until!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(id, Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: true))).Id);
    }

    [Fact]
    public async Task What_is_over_takes_notes_only()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var id = await Open(organisation, IncidentState.Resolved);
        Assert.IsType<IncidentIsOver>((await organisation.Send(new AcknowledgeIncident(id, null))).Refusal);
        Assert.IsType<IncidentIsOver>((await organisation.Send(new SnoozeIncident(id, organisation.Clock.GetUtcNow().AddHours(1)))).Refusal);
        await organisation.Expect(new AddIncidentNote(id, "It was their firewall"));
        Assert.Empty(await organisation.Expect(new ListIncidents(OpenOnly: true)));
        Assert.Single(await organisation.Expect(new ListIncidents(OpenOnly: false)));
    }

    [Fact]
    public async Task Another_tenants_incident_and_a_viewers_act_are_refused()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var neighbour = await Organisation.StartBeside(organisation);
        var id = await Open(organisation);
        Assert.IsType<IncidentIsGone>((await neighbour.Send(new ReadIncident(id))).Refusal);
        Assert.IsType<IncidentIsGone>((await neighbour.Send(new AddIncidentNote(id, "mine"))).Refusal);
        Assert.IsType<TenantIsGone>((await neighbour.Send(new PlanMaintenance(organisation.Tenant, Soon(organisation, 1), Soon(organisation, 2), "Ours"))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new AcknowledgeIncident(id, null), Role.Viewer)).Refusal);
        Assert.Null((await organisation.Send(new ReadIncident(id), Role.Viewer)).Refusal);
    }

    [Fact]
    public async Task Maintenance_is_planned_ended_early_and_called_off()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var now = await organisation.Expect(new PlanMaintenance(null, Soon(organisation, 0), Soon(organisation, 3), "Odoo upgrade"));
        var later = await organisation.Expect(new PlanMaintenance(null, Soon(organisation, 24), Soon(organisation, 25), "New disks"));
        Assert.Equal([now, later], (await organisation.Expect(new ListMaintenance())).Select(w => w.Id));

        organisation.Clock.Advance(TimeSpan.FromHours(1));
        await organisation.Expect(new EndMaintenance(now));
        await organisation.Expect(new EndMaintenance(later));
        Assert.Empty(await organisation.Expect(new ListMaintenance()));
        var past = await organisation.Expect(new ListMaintenance(Past: true));
        Assert.Equal(TimeSpan.FromHours(1), past.Single(w => w.Id == now).To - past.Single(w => w.Id == now).From);
        Assert.Equal(past.Single(w => w.Id == later).From, past.Single(w => w.Id == later).To);
        Assert.IsType<Conflict>((await organisation.Send(new EndMaintenance(now))).Refusal);
    }

    [Theory]
    [InlineData(2, 1, "Upgrade", "The end must come after the beginning.")]
    [InlineData(-5, -2, "Upgrade", "The end has passed already")]
    [InlineData(0, 200, "Upgrade", "7 days at most")]
    [InlineData(0, 2, " ", "Say what for")]
    public async Task A_window_that_cannot_be_is_refused_in_words(int from, int to, string reason, string sentence)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var refused = Assert.IsType<Invalid>((await organisation.Send(new PlanMaintenance(null, Soon(organisation, from), Soon(organisation, to), reason))).Refusal);
        Assert.Contains(refused.Fields, f => f.Sentence.Contains(sentence, StringComparison.Ordinal));
    }

    private static DateTimeOffset Soon(Organisation organisation, int hours) => organisation.Clock.GetUtcNow().AddHours(hours);

    private static Task<long> Open(Organisation organisation, IncidentState state = IncidentState.Open) => organisation.Query(async db =>
    {
        var incident = new Incident
        {
            TenantId = organisation.Tenant,
            Cause = HealthCause.Unreachable,
            State = state,
            BeganAt = organisation.Clock.GetUtcNow(),
            RedSince = state == IncidentState.Open ? organisation.Clock.GetUtcNow() : null,
            ResolvedAt = state == IncidentState.Resolved ? organisation.Clock.GetUtcNow() : null,
            Problem = "Odoo could not be reached.",
        };
        db.Incidents.Add(incident);
        await db.SaveChangesAsync();
        return incident.Id;
    });
}
