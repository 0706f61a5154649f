using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Amendments;

/// <summary>The award of a grant, its revisions, and what becomes of a change since the newest.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller, TimeProvider time) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public AwardForm Award { get; private set; } = new();

    public AmendmentForm Amendment { get; private set; } = new();

    public GrantView Grant { get; private set; } = null!;

    public RevisionsView View { get; private set; } = null!;

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    /// <summary>What the grant manager decides about; a refused form that was not about newer changes keeps what was looked at.</summary>
    public string Seen => View.Mark;

    public async Task<IActionResult> OnGet()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        (Award.AwardedOn, Amendment.ApprovedOn) = (today, today);
        return await Read() ?? Page();
    }

    /// <summary>The line on the grant's own page, when something has moved.</summary>
    public PartialViewResult OnGetAward() => Partial("_Award", Id);

    public Task<IActionResult> OnPostAwarded([Bind(Prefix = "Award")] AwardForm award)
    {
        Award = award;
        return After(new MarkAwarded(Id, award.AwardedOn ?? default), "Award", T("The grant is awarded, and its budget is kept as revision 1."));
    }

    public Task<IActionResult> OnPostTakeBack() => After(new TakeBackAward(Id), "Award", T("The award is taken back. The budget is a draft again."));

    public Task<IActionResult> OnPostAmendment([Bind(Prefix = "Amendment")] AmendmentForm amendment)
    {
        Amendment = amendment;
        return After(new KeepAmendment(Id, amendment.ApprovedOn ?? default, amendment.Reason ?? "", amendment.Seen), "Amendment", T("The amendment is kept. The budget can be synced."));
    }

    public Task<IActionResult> OnPostPutBack(int number, string? seen) =>
        After(new PutBack(Id, number, seen), "Amendment", T("The changes are discarded. The budget is as in revision {0}.", number));

    private async Task<IActionResult> After<T1>(IRequest<Result<T1>> act, string form, string sentence)
    {
        var done = await Send(act);
        if (done.Refusal is not { } refusal)
        {
            return Done(string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/revisions"), sentence);
        }

        if (await Read() is { } gone)
        {
            return gone;
        }

        Tell(AmendmentRefusals.InWords(refusal), form);
        return Page();
    }

    private async Task<IActionResult?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        var view = await Send(new ReadRevisions(Id));
        if ((grant.Refusal ?? view.Refusal) is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Grant, View) = (grant.Value, view.Value);
        return null;
    }
}

public sealed class AwardForm
{
    public DateOnly? AwardedOn { get; set; }
}

public sealed class AmendmentForm
{
    public string? Reason { get; set; }

    public DateOnly? ApprovedOn { get; set; }

    public string? Seen { get; set; }
}

/// <summary>The two sides that are compared, null for the saved budget.</summary>
public sealed record SidesShown(RevisionsView View, int? From, int? To);

internal static class AmendmentRefusals
{
    /// <summary>A refusal with its sentences in the reader's language.</summary>
    public static Refusal InWords(Refusal refusal) => refusal is Invalid invalid
        ? new Invalid(Said(invalid.Sentence), [.. invalid.Fields.Select(f => new FieldError(f.Field, Said(f.Sentence)))])
        : refusal with { Sentence = Said(refusal.Sentence) };
}
