using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Status;

/// <summary>A tenant's own thresholds for its health.</summary>
[ForRoles(Role.Admin, Role.Support)]
public sealed class ThresholdsModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string? Tenant { get; set; }

    public ThresholdsView View { get; private set; } = null!;

    public string Back => At("/status");

    public string Own => At("/status/thresholds");

    /// <summary>What was typed and refused, or what is saved.</summary>
    public string? Typed(ThresholdView threshold) =>
        Request.HasFormContentType ? Request.Form[threshold.Which.ToString()].ToString() : threshold.Own?.ToString(CultureInfo.InvariantCulture);

    public static (string Label, string Hint) WordsOf(ThresholdView threshold) => threshold.Which switch
    {
        Threshold.SlowMilliseconds => (T("Slow after (milliseconds)"), T("A ping that takes longer is amber.")),
        Threshold.BadBeforeRed => (T("Bad pings before red"), T("In a row: the ping and the probes, 30 s apart, that confirm it.")),
        Threshold.GoodBeforeGreen => (T("Good pings before green"), T("In a row, after red or amber.")),
        Threshold.AmberMinutes => (T("Amber is an incident after (minutes)"), T("It alerts nobody.")),
        Threshold.AlertMinutes => (T("Red alerts support after (minutes)"), T("Counted from the first bad ping; maintenance is left out.")),
        Threshold.EscalateMinutes => (T("Escalate after (minutes)"), T("When nobody has taken on the alert by then.")),
        Threshold.RelapseMinutes => (T("The same incident within (minutes)"), T("When the same cause comes back so soon, nobody is alerted again. Only after this time is it told that it is over.")),
        _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Which, null),
    };

    public async Task<IActionResult> OnGet() => await Read() is { } refusal ? TurnAway(refusal) : caller.Role == Role.Support && Tenant is null ? Redirect("/tenants") : Page();

    public async Task<IActionResult> OnPost()
    {
        var values = Enum.GetValues<Threshold>().ToDictionary(which => which, which => Request.Form.TryGetValue(which.ToString(), out var typed) ? typed.ToString() : null);
        var saved = await Send(new SaveThresholds(Tenant, values));
        if (saved.Refusal is not { } refusal)
        {
            return Done(Back, Language.T("The thresholds hold from the next ping on."));
        }

        return await Read() is { } gone ? TurnAway(gone) : ShowAgain(refusal);
    }

    private string At(string page) => Tenant is null ? page : QueryHelpers.AddQueryString(page, "tenant", Tenant);

    private async Task<Refusal?> Read()
    {
        var view = await Send(new ReadThresholds(Tenant));
        if (view.Refusal is null)
        {
            View = view.Value;
        }

        return view.Refusal;
    }
}
