using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Units;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Units;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    /// <summary>The unit to edit, or <c>new</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public UnitForm Form { get; set; } = new();

    public IReadOnlyList<Application.Units.Unit> Units { get; private set; } = [];

    public ListFilter Filter { get; private set; } = new();

    public FilterBar Bar => new(Filter, "/units", T("Name, country or Odoo company"), T("Units"));

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
            return ListRows(Filter.Address("/units"));
        }

        if (Edit is not null && (await Send(new ListUnits(Show: Which.All))).Value.FirstOrDefault(u => u.Id.ToString(CultureInfo.InvariantCulture) == Edit) is { } unit)
        {
            Form = new UnitForm
            {
                Id = unit.Id,
                Name = unit.Name,
                CountryCode = unit.CountryCode,
                Company = unit.OdooCompanyId is { } company ? CompanyChoice.Value(company, unit.OdooCompanyName) : null,
            };
        }

        return Page();
    }

    /// <summary>The companies of the connected Odoo, fetched when somebody edits a unit.</summary>
    public async Task<IActionResult> OnGetCompanies(string? chosen)
    {
        var companies = await Send(new ListOdooCompanies());
        return Partial("_Company", new CompanyChoice(chosen, companies.IsRefused ? [] : companies.Value, companies.Refusal?.Sentence));
    }

    public async Task<IActionResult> OnPost()
    {
        var company = new CompanyChoice(Form.Company, [], null);
        var saved = await Send(new SaveUnit(Form.Id, Form.Name ?? "", Form.CountryCode ?? "", company.ChosenId, company.ChosenName));
        if (saved.Refusal is { } refusal)
        {
            await ReadList();
            Edit ??= "new";
            return ShowAgain(refusal);
        }

        return Done("/units", T("{0} is saved.", Form.Name));
    }

    public async Task<IActionResult> OnPostArchive(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new ArchiveUnit(id)), filter.Address("/units"), T("Archived. New grants cannot have it; Show, Archived brings it back."));

    public async Task<IActionResult> OnPostRestore(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new RestoreUnit(id)), filter.Address("/units"), T("Restored: new grants can have it again."));

    private async Task<Refusal?> ReadList()
    {
        var found = await Send(new ListUnits(Filter.Q, Filter.Show, Filter.Sort));
        Units = found.IsRefused ? [] : found.Value;
        return found.Refusal;
    }
}

public sealed class UnitForm
{
    public long? Id { get; set; }

    public string? Name { get; set; }

    public string? CountryCode { get; set; }

    /// <summary>Id and name of the Odoo company, as <see cref="CompanyChoice.Value"/> writes them.</summary>
    public string? Company { get; set; }
}

/// <summary>The company that is chosen, among those of Odoo when it could be asked.</summary>
public sealed record CompanyChoice(string? Chosen, IReadOnlyList<OdooCompany> All, string? Problem, bool Asking = false)
{
    public int? ChosenId => int.TryParse(Chosen?.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public string? ChosenName => ChosenId is null || Chosen!.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var at) ? null : Chosen[(at + 1)..];

    public static string Value(int id, string? name) => string.Create(CultureInfo.InvariantCulture, $"{id}:{name}");
}
