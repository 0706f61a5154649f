using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Grants;

/// <summary>The dry run: what Sync would send, as the part that the sync dialog shows.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class PlanModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public SyncPlan Plan { get; private set; } = null!;

    /// <summary>Null while nobody holds sending back.</summary>
    public Pause? Paused { get; private set; }

    public bool MayAdopt => caller.Role is Role.GrantManager or Role.Admin;

    public async Task<IActionResult> OnGet()
    {
        var plan = await Send(new PlanSync(Id));
        if (plan.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Plan = plan.Value;
        Paused = (await Send(new ListPauses())).Value.GetValueOrDefault(caller.Tenant);
        return Partial("_Plan", this);
    }
}
