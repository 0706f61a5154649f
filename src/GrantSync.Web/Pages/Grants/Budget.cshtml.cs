using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Grants;

/// <summary>What the budget grid's script reads and sends, as JSON.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class BudgetModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public async Task<IActionResult> OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return PageJson.Of(await Send(new ReadBudget(Id)));
    }

    /// <summary>Saves cells as they are typed and answers the lines as they are now.</summary>
    public async Task<IActionResult> OnPostDraft([FromBody] IReadOnlyList<DraftLine>? lines) =>
        PageJson.Of(lines is null ? new Invalid("Lines", "What was sent is cut off or no budget. Nothing was saved; it is sent again.") : await Send(new SaveDraft(Id, lines)));

    public async Task<IActionResult> OnPostPeriods(PeriodLength periods) => PageJson.Of(await Send(new DivideBudget(Id, periods)));

    public async Task<IActionResult> OnPostSync(bool acceptSharedCodes = false) => PageJson.Of(await Send(new SyncGrant(Id, acceptSharedCodes)));
}
