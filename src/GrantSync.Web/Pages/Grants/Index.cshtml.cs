using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Grants;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<GrantItem> Items { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        var grants = await Send(new ListGrants(Q));
        if (grants.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Items = grants.Value;
        return WantsPart ? Partial("_List", this) : Page();
    }
}
