using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class EditModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public GrantView Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGet()
    {
        if (await Read() is { } gone)
        {
            return TurnAway(gone);
        }

        Form = new GrantForm { Title = Grant.Title, StartsOn = Grant.StartsOn, EndsOn = Grant.EndsOn };
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (await Read() is { } gone)
        {
            return TurnAway(gone);
        }

        Form.NeedTitleAndDates(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var edited = await Send(new EditGrant(Id, Form.Title ?? "", Form.StartsOn!.Value, Form.EndsOn!.Value));
        return edited.Refusal is { } refusal ? ShowAgain(refusal) : Done($"/grants/{Id}", T("Title and dates are saved."));
    }

    private async Task<Refusal?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        Grant = grant.IsRefused ? Grant : grant.Value;
        return grant.Refusal;
    }
}
