using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Web.Pages.Status;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Support;

/// <summary>One organisation for support: ping, test the connection, pause and resume, and what was wrong before.</summary>
[ForRoles(Role.Support)]
public sealed class TenantModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Where the form was opened: <c>support</c> goes back there.</summary>
    [BindProperty]
    public string? Back { get; set; }

    public TenantHealth Tenant { get; private set; } = null!;

    public Pause? Paused { get; private set; }

    public IReadOnlyList<IncidentItem> Incidents { get; private set; } = [];

    public ConnectionReport? Report { get; private set; }

    /// <summary>Why the connection could not be tested at all.</summary>
    public string? Untested { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        var tenant = await Send(new ReadTenantHealth(Id));
        if (tenant.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Tenant = tenant.Value;
        Paused = (await Send(new ListPauses())).Value.GetValueOrDefault(Id);
        Incidents = (await Send(new ListIncidents(OpenOnly: false, Id))).Value;
        return WantsPart ? Partial("_TenantState", this) : Page();
    }

    public async Task<IActionResult> OnPostPing()
    {
        var pinged = await Send(new PingNow(Id));
        (TempData[pinged.IsRefused ? "Problem" : "Done"]) = pinged.Refusal?.Sentence ?? T("{0} was pinged. {1}.", pinged.Value.Name, StatusWords.Of(pinged.Value.Pill).Word);
        if (!WantsPart)
        {
            return Redirect(There);
        }

        Response.Headers["HX-Redirect"] = There;
        return new EmptyResult();
    }

    /// <summary>The report is the answer to the form: it is kept nowhere.</summary>
    public async Task<IActionResult> OnPostTest()
    {
        var tested = await Send(new TestSavedConnection(Id));
        (Report, Untested) = (tested.IsRefused ? null : tested.Value, tested.Refusal?.Sentence);
        return await OnGet();
    }

    public async Task<IActionResult> OnPostPause(string? because) => Say(await Send(new PauseSending(Id, because ?? "")), There, T("Sending is paused. Nothing is lost: it goes on when resumed."));

    public async Task<IActionResult> OnPostResume() => Say(await Send(new ResumeSending(Id)), There, T("Sending goes on."));

    private string There => Back == "support" ? "/support" : $"/support/{Uri.EscapeDataString(Id)}";
}
