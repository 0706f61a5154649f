using System.Globalization;
using GrantSync.Application.Donors;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Donors;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    /// <summary>The donor to edit, or <c>new</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public DonorForm Form { get; set; } = new();

    public IReadOnlyList<Donor> Donors { get; private set; } = [];

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task OnGet()
    {
        await ReadList();
        if (Donors.FirstOrDefault(d => d.Id.ToString(CultureInfo.InvariantCulture) == Edit) is { } donor)
        {
            Form = new DonorForm { Id = donor.Id, Name = donor.Name, Code = donor.Code };
        }
    }

    public async Task<IActionResult> OnPost()
    {
        var saved = await Send(new SaveDonor(Form.Id, Form.Name ?? "", Form.Code ?? ""));
        if (saved.Refusal is { } refusal)
        {
            await ReadList();
            Edit ??= "new";
            return ShowAgain(refusal);
        }

        return Done("/donors", $"{Form.Name} is saved.");
    }

    private async Task ReadList() => Donors = (await Send(new ListDonors())).Value;
}

public sealed class DonorForm
{
    public long? Id { get; set; }

    public string? Name { get; set; }

    public string? Code { get; set; }
}
