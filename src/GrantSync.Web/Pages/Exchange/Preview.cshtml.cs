using System.Globalization;
using GrantSync.Application.Exchange;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Pages.Amendments;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Exchange;

/// <summary>What a file would change, and the decision about it.</summary>
[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class PreviewModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long ImportId { get; set; }

    /// <summary>Unchanged rows too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public GrantView Grant { get; private set; } = null!;

    /// <summary>Null once it is taken over.</summary>
    public ImportView? View { get; private set; }

    /// <summary>Shown when something stayed as it was.</summary>
    public TakenOver? Taken { get; private set; }

    public async Task<IActionResult> OnGet() => await Read() ?? Page();

    public async Task<IActionResult> OnPostLookAgain(NumberForm numbers)
    {
        var looked = await Send(new LookAgain(Id, ImportId, numbers));
        return looked.Refusal is null ? Redirect(Own) : await Refused(looked.Refusal);
    }

    public async Task<IActionResult> OnPostTakeOver(List<long> remove)
    {
        var taken = await Send(new TakeOver(Id, ImportId, remove));
        if (taken.Refusal is { } refusal)
        {
            return await Refused(refusal);
        }

        var done = taken.Value;
        if (done.Left.Count == 0)
        {
            return Done(
                string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}"), T("Lines added: {0}, changed: {1}, removed: {2}. It is a draft until you sync.", done.Added, done.Changed, done.Removed));
        }

        (Grant, Taken) = ((await Send(new ReadGrant(Id))).Value, done);
        return Page();
    }

    public async Task<IActionResult> OnPostDrop()
    {
        var dropped = await Send(new DropImport(Id, ImportId));
        return dropped.Refusal is { } refusal ? TurnAway(refusal) : Done(string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/import"), T("The file is dropped. The budget is as it was."));
    }

    private string Own => string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/import/{ImportId}");

    private async Task<IActionResult> Refused(Refusal refusal)
    {
        if (refusal is Application.Pipeline.NotFound || await Read() is not null)
        {
            return TurnAway(refusal);
        }

        ModelState.AddModelError("", AmendmentRefusals.InWords(refusal).Sentence);
        return Page();
    }

    private async Task<IActionResult?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        var view = await Send(new ReadImport(Id, ImportId));
        if ((grant.Refusal ?? view.Refusal) is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Grant, View) = (grant.Value, view.Value);
        return null;
    }
}
