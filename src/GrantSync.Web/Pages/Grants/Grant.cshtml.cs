using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

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
