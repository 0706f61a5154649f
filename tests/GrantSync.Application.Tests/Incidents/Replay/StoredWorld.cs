using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>What runs in the product from the moment that Odoo has answered.</summary>
internal sealed class StoredWorld : ReplayWorld
{
    private readonly Organisation organisation;
    private readonly HealthLimits limits = new();
    private DateTimeOffset next = Trace.Start, measured = Trace.Start;
    private bool lively;

    private StoredWorld(Organisation organisation) => this.organisation = organisation;

    public override DateTimeOffset NextPingAt => next;

    public static async Task<StoredWorld> Open(Organisation organisation)
    {
        organisation.Clock.Set(Trace.Start);
        await organisation.Query(async db =>
        {
            db.Connections.Add(new Connection
            {
                TenantId = organisation.Tenant,
                Server = "https://odoo.example.org",
                Database = "d",
                UserName = "u",
                SealedKey = "k",
                ExternalIdPrefix = "p",
                SavedAt = Trace.Start,
                NextPingAt = Trace.Start,
                NextDriftAt = Trace.End,
                NextActualsAt = Trace.End,
            });
            return await db.SaveChangesAsync();
        });
        return new StoredWorld(organisation);
    }

    public override Task Measure(Ping ping, DateTimeOffset startedAt) => organisation.AsProgram(async services =>
    {
        organisation.Clock.Set(ping.At);
        await services.GetRequiredService<PingStore>().Keep(
            new Ping
            {
                TenantId = organisation.Tenant,
                At = ping.At,
                IsProbe = ping.IsProbe,
                Verdict = ping.Verdict,
                Cause = ping.Cause,
                LatencyMilliseconds = ping.LatencyMilliseconds,
                Problem = ping.Problem,
            },
            startedAt,
            limits,
            CancellationToken.None);
        var db = services.GetRequiredService<GrantSyncDb>();
        measured = ping.At;
        var now = await db.Connections
            .Select(c => new { c.NextPingAt, IsLively = db.Incidents.Any(i => i.State != IncidentState.Resolved || (i.AlertedAt != null && i.ResolvedToldAt == null)) }).SingleAsync();
        (next, lively) = (now.NextPingAt, now.IsLively);
        return true;
    });

    /// <summary>It would look at no tenant when none has an incident.</summary>
    public override async Task Sweep(DateTimeOffset now)
    {
        if (lively)
        {
            organisation.Clock.Set(now);
            await organisation.Service<IncidentSweep>().Run(all: false, CancellationToken.None);
        }
    }

    /// <summary>It would find nothing so soon after a measurement.</summary>
    public override async Task Watch(DateTimeOffset now)
    {
        if (now - measured > limits.GreyAfter)
        {
            organisation.Clock.Set(now);
            await ActivatorUtilities.CreateInstance<SecondClock>(organisation.Service<IServiceProvider>()).Watch(CancellationToken.None);
        }
    }

    public override async Task Plan(DateTimeOffset from, DateTimeOffset to)
    {
        organisation.Clock.Set(from.AddMinutes(-30));
        await organisation.Expect(new PlanMaintenance(null, from, to, "Upgrade of Odoo"));
    }

    public override Task<(IReadOnlyList<Incident> Incidents, IReadOnlyList<IncidentEvent> Events)> End() => organisation.Query(async db => (
        (IReadOnlyList<Incident>)await db.Incidents.AsNoTracking().OrderBy(i => i.Id).ToListAsync(),
        (IReadOnlyList<IncidentEvent>)await db.IncidentEvents.AsNoTracking().OrderBy(e => e.Id).ToListAsync()));
}
