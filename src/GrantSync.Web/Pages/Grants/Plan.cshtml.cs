using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Grants;

/// <summary>The dry run: what Sync would send, as the part that the sync dialog shows.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class PlanModel(IMediator mediator) : Clerk(mediator)
{
    public async Task<IActionResult> OnGet(long id)
    {
        var plan = await Send(new PlanSync(id));
        return plan.Refusal is { } refusal ? TurnAway(refusal) : Partial("_Plan", plan.Value);
    }
}
