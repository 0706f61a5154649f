using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Sync;

/// <summary>What is on its way to Odoo, and what waits for a person: refusals by kind, lost answers, records behind a refused one.</summary>
[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    public SyncState State { get; private set; } = null!;

    public string? Said { get; private set; }

    public bool MayPause => caller.Role == Role.Admin;

    public async Task<IActionResult> OnGet() => await Show();

    public async Task<IActionResult> OnPostAgain(long[] intents, string? kind)
    {
        var again = await Send(new TryAgain(intents, kind));
        Said = again.Refusal is { } refusal ? Language.Said(refusal.Sentence) : again.Value == 0
            ? T("Nothing of it waits any more: it went on by itself, or somebody else tried again.")
            : Words.Plural(again.Value, "{0} record is tried again.", "{0} records are tried again.");
        return await Show();
    }

    public async Task<IActionResult> OnPostPause(string? because) =>
        Say(await Send(new PauseSending(caller.Tenant, because ?? "")), "/sync", T("Sending is paused. Nothing is lost: it goes on when resumed."));

    public async Task<IActionResult> OnPostResume() => Say(await Send(new ResumeSending(caller.Tenant)), "/sync", T("Sending goes on."));

    private async Task<IActionResult> Show()
    {
        State = (await Send(new ReadSyncState())).Value;
        return WantsPart ? Partial("_State", this) : Page();
    }
}
