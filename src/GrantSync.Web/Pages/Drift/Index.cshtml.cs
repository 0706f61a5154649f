using System.Globalization;
using GrantSync.Application.Drift;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Drift;

/// <summary>What was changed in Odoo, and the decisions about it.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller, TimeProvider time) : Clerk(mediator)
{
    /// <summary>More rows would only slow the browser down; deciding some shows the next.</summary>
    public const int MostShown = 400;

    private string? shown;

    public DriftView Drift { get; private set; } = null!;

    public string? Said { get; private set; }

    /// <summary>What could not be done, in plain words.</summary>
    public string? Problem { get; private set; }

    /// <summary>The list on the reader's screen is not the newest.</summary>
    public bool HasMoved { get; private set; }

    public bool MayDecide => caller.Role is Role.GrantManager or Role.Admin;

    public bool IsPart => WantsPart;

    public int OpenCount => Drift.Open.Sum(r => r.Findings.Count);

    /// <summary>Changes whenever the list of open findings does.</summary>
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{OpenCount}-{Drift.Open.SelectMany(r => r.Findings).Select(f => f.Id).DefaultIfEmpty().Max()}");

    /// <summary>The list on the reader's screen, which only a new list replaces.</summary>
    public string Shown => shown ?? Seen;

    /// <summary>A comparison goes on just now; one that was cut off by a stop of the program does not for ever.</summary>
    public bool IsRunning => Drift.Last is { EndedAt: null } last && time.GetUtcNow() - last.StartedAt < TimeSpan.FromMinutes(10);

    public async Task<IActionResult> OnGet()
    {
        await Read();
        return Answer();
    }

    public async Task<IActionResult> OnGetStatus(string? seen)
    {
        await Read();
        shown = seen;
        HasMoved = Shown != Seen;
        return Partial("_Status", this);
    }

    public async Task<IActionResult> OnPostCheck()
    {
        var check = await Send(new CheckDrift());
        Problem = Language.Said(check.Refusal?.Sentence);
        Said = check.IsRefused || check.Value.Problem is not null ? null : DriftSentences.Of(check.Value);
        await Read();
        return Answer();
    }

    /// <summary>One button of a row, or one of the two for all that are selected.</summary>
    public async Task<IActionResult> OnPostDecide(List<long> ids, long? keep, long? write, string? all)
    {
        var decision = keep is not null || all == "keep" ? DriftDecision.KeepOdoo : DriftDecision.WriteOurs;
        var decided = await Send(new DecideDrift((keep ?? write) is { } one ? [one] : ids, decision));
        Problem = decided.Refusal is { } refusal ? Language.Said(refusal.Sentence)
            : decided.Value.Left == 0 ? null
            : string.Join(' ', decided.Value.Because.Select(because => Language.Said(because)).Prepend(Words.Plural(decided.Value.Left, "{0} change is left.", "{0} changes are left.")));
        Said = decided.IsRefused ? null : DriftSentences.Of(decision, decided.Value.Decided);
        await Read();
        return Answer();
    }

    private IActionResult Answer() => WantsPart ? Partial("_Drift", this) : Page();

    private async Task Read() => Drift = (await Send(new ReadDrift())).Value;
}
