using System.Globalization;
using GrantSync.Application.Donors;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

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

    public ListFilter Filter { get; private set; } = new();

    public FilterBar Bar => new(Filter, "/donors", T("Name or code"), T("Donors"));

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task<IActionResult> OnGet([FromQuery] ListFilter filter)
    {
        Filter = filter;
        if (await ReadList() is { } refusal)
        {
            return TurnAway(refusal);
        }

        if (WantsPart)
        {
            return ListRows(Filter.Address("/donors"));
        }

        if (Edit is not null && (await Send(new ListDonors(Show: Which.All))).Value.FirstOrDefault(d => d.Id.ToString(CultureInfo.InvariantCulture) == Edit) is { } donor)
        {
            Form = new DonorForm { Id = donor.Id, Name = donor.Name, Code = donor.Code };
        }

        return Page();
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

        return Done("/donors", T("{0} is saved.", Form.Name));
    }

    public async Task<IActionResult> OnPostArchive(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new ArchiveDonor(id)), filter.Address("/donors"), T("Archived. New grants cannot have it; Show, Archived brings it back."));

    public async Task<IActionResult> OnPostRestore(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new RestoreDonor(id)), filter.Address("/donors"), T("Restored: new grants can have it again."));

    private async Task<Refusal?> ReadList()
    {
        var found = await Send(new ListDonors(Filter.Q, Filter.Show, Filter.Sort));
        Donors = found.IsRefused ? [] : found.Value;
        return found.Refusal;
    }
}

public sealed class DonorForm
{
    public long? Id { get; set; }

    public string? Name { get; set; }

    public string? Code { get; set; }
}
