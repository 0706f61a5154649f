using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Web.Languages;
using GrantSync.Web.Pages.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace GrantSync.Web.Pages.Status;

/// <summary>How a tenant's Odoo is, for its own people; support names the tenant.</summary>
[ForRoles]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    private const int Latest = 20;

    [BindProperty(SupportsGet = true)]
    public string? Tenant { get; set; }

    /// <summary>The incident whose timeline is shown besides the open ones'.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Incident { get; set; }

    [BindProperty]
    public MaintenanceForm Form { get; set; } = new();

    public HealthHistory History { get; private set; } = null!;

    public TenantHealth Now => History.Now;

    public IReadOnlyList<IncidentItem> Incidents { get; private set; } = [];

    /// <summary>Timelines by the incident's id.</summary>
    public Dictionary<long, IncidentDetail> Shown { get; } = [];

    public IReadOnlyList<MaintenanceItem> Windows { get; private set; } = [];

    /// <summary>Who holds sending back, and why; null when nobody does.</summary>
    public Pause? Paused { get; private set; }

    public bool MayAct => caller.Role is Role.Admin or Role.Support;

    public bool MaySeeLog => caller.Role is Role.GrantManager or Role.Admin or Role.Support;

    public string Address => At("/status");

    public string Thresholds => At("/status/thresholds");

    public string OfIncident(long id) => QueryHelpers.AddQueryString(Address, "incident", id.ToString(CultureInfo.InvariantCulture)) + $"#incident-{id}";

    public string Handler(string name) => QueryHelpers.AddQueryString(Address, "handler", name);

    /// <summary>The log from the incident's beginning on: calls that ended badly.</summary>
    public string LogOf(IncidentItem incident) => LogFilter.Of(incident, caller);

    public async Task<IActionResult> OnGet()
    {
        if (caller.Role == Role.Support && Tenant is null)
        {
            return Redirect("/tenants");
        }

        if (await Read() is { } refusal)
        {
            return TurnAway(refusal);
        }

        return WantsPart ? Partial("_Now", this) : Page();
    }

    public async Task<IActionResult> OnPostPlan()
    {
        var typed = Form.Read(Tenant);
        var refusal = typed.Refusal;
        if (refusal is null)
        {
            var planned = await Send(typed.Value);
            refusal = planned.Refusal;
            if (refusal is null)
            {
                return Done(Address, Language.T("The maintenance is planned. Nobody is alerted in it."));
            }
        }

        return await Read() is { } gone ? TurnAway(gone) : ShowAgain(refusal);
    }

    public async Task<IActionResult> OnPostEnd(long window)
    {
        var ended = await Send(new EndMaintenance(window));
        return Say(ended, Address, ended is { IsRefused: false, Value: MaintenanceEnd.CalledOff }
            ? Language.T("The maintenance has been called off.")
            : Language.T("The maintenance has been ended. From now on Odoo counts as it is measured."));
    }

    public async Task<IActionResult> OnPostPing()
    {
        var pinged = await Send(new PingNow(Tenant ?? caller.Tenant));
        return pinged.Refusal is { } refusal ? TurnAway(refusal) : Redirect(Address);
    }

    private string At(string page) => Tenant is null ? page : QueryHelpers.AddQueryString(page, "tenant", Tenant);

    private async Task<Refusal?> Read()
    {
        var history = await Send(new ReadHistory(Tenant));
        if (history.Refusal is { } refusal)
        {
            return refusal;
        }

        History = history.Value;
        Incidents = [.. (await Send(new ListIncidents(OpenOnly: false, Now.Id))).Value.Take(Latest)];
        Windows = (await Send(new ListMaintenance(Now.Id))).Value;
        Paused = (await Send(new ListPauses())).Value.GetValueOrDefault(Now.Id);
        foreach (var id in Incidents.Where(i => i.State != IncidentState.Resolved).Select(i => i.Id).Append(Incident ?? 0).Where(id => Incidents.Any(i => i.Id == id)).Distinct())
        {
            Shown[id] = (await Send(new ReadIncident(id))).Value;
        }

        return null;
    }
}
