using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Units;
using MediatR;
using Microsoft.AspNetCore.Mvc;

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

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task OnGet()
    {
        await ReadList();
        if (Units.FirstOrDefault(u => u.Id.ToString(CultureInfo.InvariantCulture) == Edit) is { } unit)
        {
            Form = new UnitForm
            {
                Id = unit.Id,
                Name = unit.Name,
                CountryCode = unit.CountryCode,
                Company = unit.OdooCompanyId is { } company ? CompanyChoice.Value(company, unit.OdooCompanyName) : null,
            };
        }
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

        return Done("/units", $"{Form.Name} is saved.");
    }

    private async Task ReadList() => Units = (await Send(new ListUnits())).Value;
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
