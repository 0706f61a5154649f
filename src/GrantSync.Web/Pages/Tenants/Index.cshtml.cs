using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Tenants;

/// <summary>The pills: support sees every tenant, the others their own.</summary>
[ForRoles]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    public IReadOnlyList<TenantHealth> Tenants { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        Tenants = (await Send(new ListTenants())).Value;
        ViewData["Pauses"] = (await Send(new ListPauses())).Value;
        return WantsPart ? Partial("_List", Tenants) : Page();
    }

    public async Task<IActionResult> OnPostPing(string tenant)
    {
        var pinged = await Send(new PingNow(tenant));
        if (pinged.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        ViewData["Pauses"] = (await Send(new ListPauses())).Value;
        return WantsPart ? Partial("_Tenant", pinged.Value) : Redirect("/tenants");
    }
}
