using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Support;

/// <summary>One organisation that needs an eye.</summary>
/// <param name="TakenOn">Who has acknowledged the incident, and what they said.</param>
public sealed record BoardEntry(TenantHealth Tenant, IncidentItem? Incident, IncidentMoment? TakenOn, Pause? Paused, MaintenanceItem? Maintenance);

/// <summary>What is red now, since when, why, what to try, and the buttons for it: the page that support keeps open.</summary>
[ForRoles(Role.Support)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    private const int RecentlyOver = 10;

    /// <summary>Organisations to look at, the worst first, then the longest.</summary>
    public IReadOnlyList<BoardEntry> Board { get; private set; } = [];

    public IReadOnlyList<IncidentItem> Over { get; private set; } = [];

    public int Green { get; private set; }

    public int WithoutOdoo { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        var tenants = (await Send(new ListTenants())).Value;
        var incidents = (await Send(new ListIncidents(OpenOnly: false))).Value;
        var open = incidents.Where(i => i.State != IncidentState.Resolved && i.PartOf is null).ToLookup(i => i.Tenant);
        var takenOn = (await Send(new ListTakenOn([.. open.SelectMany(g => g).Select(i => i.Id)]))).Value;
        var pauses = (await Send(new ListPauses())).Value;
        var now = DateTimeOffset.UtcNow;
        var windows = (await Send(new ListMaintenance())).Value.Where(w => w.HoldsAt(now)).ToLookup(w => w.Tenant);
        var all = tenants.Select(t =>
        {
            var incident = open[t.Id].FirstOrDefault();
            return new BoardEntry(t, incident, incident is null ? null : takenOn.GetValueOrDefault(incident.Id), pauses.GetValueOrDefault(t.Id), windows[t.Id].FirstOrDefault());
        }).ToList();

        WithoutOdoo = all.Count(e => e.Tenant.Server is null && !NeedsAnEye(e));
        Green = all.Count(e => e.Tenant.Pill == Pill.Green && !NeedsAnEye(e));
        Board = [.. all.Where(NeedsAnEye).OrderBy(e => RankOf(e.Tenant.Pill)).ThenBy(e => e.Tenant.Since)];
        Over = [.. incidents.Where(i => i.State == IncidentState.Resolved && i.PartOf is null).OrderByDescending(i => i.ResolvedAt).Take(RecentlyOver)];
        return WantsPart ? Partial("_Board", this) : Page();
    }

    /// <summary>An organisation that has not connected its Odoo yet is nobody's trouble.</summary>
    private static bool NeedsAnEye(BoardEntry entry) =>
        entry.Incident is not null || entry.Paused is not null || (entry.Tenant.Server is not null && entry.Tenant.Pill != Pill.Green);

    private static int RankOf(Pill pill) => pill switch { Pill.Red => 0, Pill.Amber => 1, Pill.Grey => 2, _ => 3 };
}
