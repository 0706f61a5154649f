using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

/// <summary>A grant with its budget. The grid's own data comes from <see cref="BudgetModel"/>.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class GrantModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public GrantView Grant { get; private set; } = null!;

    public BudgetView Budget { get; private set; } = null!;

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public ProjectsPart Projects => new(Budget, MayEdit);

    public async Task<IActionResult> OnPostClose() =>
        Said(await Send(new CloseGrant(Id)), receipt => T("The grant is closed. {0}", Archived(receipt)));

    public async Task<IActionResult> OnPostReopen() => Said(await Send(new ReopenGrant(Id)), _ => T("The grant is open again. What it has in Odoo becomes active."));

    public async Task<IActionResult> OnPostRemove()
    {
        var removed = await Send(new RemoveGrant(Id));
        return removed.Refusal is { } refusal ? TurnAway(refusal) : Done("/grants", T("The grant is removed. {0}", Archived(removed.Value)));
    }

    public async Task<IActionResult> OnPostRemoveCategory(long category) =>
        Said(await Send(new RemoveCategory(Id, category)), _ => T("The category is out of the budget. Sync archives its accounts in Odoo."));

    public async Task<IActionResult> OnPostAddCategory(long category) => Said(await Send(new AddCategory(Id, category)), _ => T("The category is in the budget again."));

    private IActionResult Said<T>(Result<T> done, Func<T, string> sentence)
    {
        TempData["Problem"] = done.Refusal?.Sentence;
        return done.Refusal is Application.Pipeline.NotFound gone ? TurnAway(gone)
            : done.IsRefused ? Redirect($"/grants/{Id}") : Done($"/grants/{Id}", sentence(done.Value));
    }

    private static string Archived(Application.Sync.SyncReceipt receipt) =>
        receipt.PutDown == 0 ? T("It had nothing in Odoo.") : Words.Plural(receipt.PutDown, "{0} record in Odoo is being archived.", "{0} records in Odoo are being archived.");

    public async Task<IActionResult> OnGet()
    {
        var grant = await Send(new ReadGrant(Id));
        if (grant.Refusal is { } gone)
        {
            return TurnAway(gone);
        }

        var budget = await Send(new ReadBudget(Id));
        if (budget.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Grant, Budget) = (grant.Value, budget.Value);
        return Page();
    }
}
