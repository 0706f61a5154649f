using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>What a grant has spent by Odoo's analytic lines and by manual entries.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller, TimeProvider time) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public GrantView Grant { get; private set; } = null!;

    private string? seen;

    public ActualsView View { get; private set; } = null!;

    public ActualsNarrowing Narrowing { get; private set; } = new(null, null, null);

    public string? Said { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>The rate that was refused, as typed.</summary>
    public (string Currency, string Rate)? RefusedRate { get; private set; }

    /// <summary>The figures on the reader's screen are not the newest.</summary>
    public bool HasMoved { get; private set; }

    public bool MayRefresh => caller.Role is Role.GrantManager or Role.Admin;

    /// <summary>This page as it is narrowed.</summary>
    public string Address => Own + Narrowing.Query();

    public string Own => string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/actuals");

    public string Handler(string name) => Own + Narrowing.Query(("handler", name));

    /// <summary>Which figures stand on the page that asks: those of the answer itself, unless it is the status part beside older ones.</summary>
    public string Seen => seen ?? Newest;

    private string Newest => string.Create(CultureInfo.InvariantCulture, $"{View.Shown?.StartedAt.UtcTicks ?? 0}-{View.Manual?.Newest ?? 0}-{View.Manual?.Entries ?? 0}");

    internal IReadOnlyList<Picture> Pictures => new Pictures(View, Grant, Narrowing, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).All;

    public bool IsRunning => View.Last is { EndedAt: null } last && time.GetUtcNow() - last.StartedAt < TimeSpan.FromHours(1);

    /// <summary>Nights have failed, or nobody reads: the figures are older than a night and a day.</summary>
    public bool IsStale => View.Shown?.EndedAt is { } read && time.GetUtcNow() - read > TimeSpan.FromHours(36);

    /// <summary>The grant's months, and those of lines outside it.</summary>
    public IReadOnlyList<DateOnly> Months
    {
        get
        {
            DateOnly[] ends = [Grant.StartsOn, Grant.EndsOn, .. View.Months.Select(m => m.Month), .. new[] { Narrowing.FirstMonth, Narrowing.LastMonth }.OfType<DateOnly>()];
            var (first, last) = (ends.Min(), ends.Max());
            return [.. Enumerable.Range(0, Math.Min(600, ((last.Year - first.Year) * 12) + last.Month - first.Month + 1)).Select(n => new DateOnly(first.Year, first.Month, 1).AddMonths(n))];
        }
    }

    /// <summary>The currencies of the books that need a rate, or have one.</summary>
    public IReadOnlyList<string> RateCurrencies =>
        [.. View.Apart.Select(a => a.Currency).Concat(View.Rates.Select(r => r.Currency)).Append(View.Currency).Where(c => c != View.BudgetCurrency).Distinct().Order(StringComparer.Ordinal)];

    public async Task<IActionResult> OnGet([FromQuery] ActualsNarrowing narrowing)
    {
        Narrowing = narrowing;
        if (await Read() is { } gone)
        {
            return gone;
        }

        if (WantsPart)
        {
            // the address gets what is set, without the empty fields of the form
            Response.Headers["HX-Push-Url"] = Own + Narrowing.Query();
        }

        return Answer();
    }

    public async Task<IActionResult> OnGetStatus([FromQuery] ActualsNarrowing narrowing, string? seen)
    {
        Narrowing = narrowing;
        this.seen = seen;
        if (await Read() is { } gone)
        {
            return gone;
        }

        HasMoved = Seen != Newest;
        return Partial("_Status", this);
    }

    public async Task<IActionResult> OnPostRefresh([FromQuery] ActualsNarrowing narrowing)
    {
        Narrowing = narrowing;
        var read = await Send(new RefreshActuals());
        Problem = read.Refusal is { } refusal ? Language.Said(refusal.Sentence) : null;
        Said = read.IsRefused || read.Value.Problem is not null ? null : ActualsWords.Of(read.Value);
        return await Read() ?? Answer();
    }

    public async Task<IActionResult> OnPostRate([FromQuery] ActualsNarrowing narrowing, string? currency, string? rate)
    {
        Narrowing = narrowing;
        var stated = await Send(new StateRate(Id, currency ?? "", Words.WithoutSpaces(rate) ?? ""));
        Problem = stated.Refusal is { } refused ? Language.Said(refused is Invalid { Fields: [var field, ..] } ? field.Sentence : refused.Sentence) : null;
        Said = stated.IsRefused ? null : Language.T("The rate is kept, and the figures are converted with it.");
        RefusedRate = stated.IsRefused ? (currency ?? "", rate ?? "") : null;
        return await Read() ?? Answer();
    }

    private IActionResult Answer() => WantsPart ? Partial("_Actuals", this) : Page();

    private async Task<IActionResult?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        if (grant.Refusal is { } gone)
        {
            return TurnAway(gone);
        }

        var view = await Send(new ReadActuals(Id, Narrowing.Project, Narrowing.FirstMonth, Narrowing.LastMonth));
        if (view.Refusal is Invalid)
        {
            (Problem, Narrowing) = (Language.T("The last month is before the first, so all months are shown."), Narrowing with { From = null, To = null });
            view = await Send(new ReadActuals(Id, Narrowing.Project));
        }

        if (view.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Grant, View) = (grant.Value, view.Value);
        return null;
    }
}
