using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class CopyModel(IMediator mediator) : Clerk(mediator)
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

        // the next grant begins where this one ends, and runs as long
        var starts = Grant.EndsOn.AddDays(1);
        Form = new GrantForm { Title = Grant.Title, StartsOn = starts, EndsOn = starts.AddDays(Grant.EndsOn.DayNumber - Grant.StartsOn.DayNumber) };
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (await Read() is { } gone)
        {
            return TurnAway(gone);
        }

        Form.NeedTitleAndDates(ModelState);
        Form.NeedCode(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var copied = await Send(new CopyGrant(Id, Form.Title ?? "", Form.Code ?? "", Form.StartsOn!.Value, Form.EndsOn!.Value));
        return copied.Refusal is { } refusal ? ShowAgain(refusal) : Done($"/grants/{copied.Value}", T("The grant is copied. Look at its budget, then sync it."));
    }

    private async Task<Refusal?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        Grant = grant.IsRefused ? Grant : grant.Value;
        return grant.Refusal;
    }
}
