using GrantSync.Application.Alerts;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Incidents;

/// <summary>One incident: what happened in which order, who was told, what to try, and taking it on. Support sees all, an admin the tenant's own.</summary>
[ForRoles(Role.Admin, Role.Support)]
public sealed class IncidentModel(IMediator mediator, TimeProvider time) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Where the form was opened: <c>support</c> goes back there.</summary>
    [BindProperty]
    public string? Back { get; set; }

    public IncidentDetail Detail { get; private set; } = null!;

    public IReadOnlyList<DeliveryView> Deliveries { get; private set; } = [];

    public IncidentItem Item => Detail.Incident;

    public RunbookChapter Chapter => Runbook.Of(Item.Cause);

    public async Task<IActionResult> OnGet()
    {
        var read = await Send(new ReadIncident(Id));
        if (read.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Detail = read.Value;
        Deliveries = (await Send(new ListDeliveries(Id))).Value;
        return WantsPart ? Partial("_Incident", this) : Page();
    }

    public async Task<IActionResult> OnPostAcknowledge(string? note) => Say(await Send(new AcknowledgeIncident(Id, note)), There, T("You have taken it on: it escalates no more."));

    public async Task<IActionResult> OnPostSnooze(int hours) =>
        Say(await Send(new SnoozeIncident(Id, time.GetUtcNow().AddHours(hours))), There, T("Snoozed. Nobody is alerted of it before then."));

    public async Task<IActionResult> OnPostNote(string? note) => Say(await Send(new AddIncidentNote(Id, note)), There, T("The note is in the timeline."));

    private string There => Back == "support" ? "/support" : FormattableString.Invariant($"/incidents/{Id}");
}
