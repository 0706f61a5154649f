using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using GrantSync.Application.Units;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class NewModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public IReadOnlyList<Application.Units.Unit> Units { get; private set; } = [];

    public IReadOnlyList<Donor> Donors { get; private set; } = [];

    public IReadOnlyList<BudgetTemplate> Templates { get; private set; } = [];

    /// <summary>What has to be there before a grant can be.</summary>
    public IReadOnlyList<(string Name, string Address)> Missing { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        await ReadChoices();
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        await ReadChoices();
        Form.Need(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var created = await Send(new CreateGrant(
            Form.UnitId!.Value, Form.DonorId!.Value, Form.TemplateId!.Value, Form.Title ?? "", Form.Code ?? "", Form.Currency ?? "",
            Form.StartsOn!.Value, Form.EndsOn!.Value));
        return created.Refusal is { } refusal ? ShowAgain(refusal) : Done($"/grants/{created.Value}", T("The grant has been started. Fill in its budget, then sync it."));
    }

    private async Task ReadChoices()
    {
        Units = (await Send(new ListUnits())).Value;
        Donors = (await Send(new ListDonors())).Value;
        Templates = (await Send(new ListTemplates())).Value;
        (string, string, bool)[] needed = [(T("Add a unit"), "/units", Units.Count > 0), (T("Add a donor"), "/donors", Donors.Count > 0), (T("Add a template"), "/templates", Templates.Count > 0)];
        Missing = [.. needed.Where(n => !n.Item3).Select(n => (n.Item1, n.Item2))];
    }
}

/// <summary>As typed; what is missing is told field by field.</summary>
public sealed class GrantForm
{
    public string? Title { get; set; }

    public long? UnitId { get; set; }

    public long? DonorId { get; set; }

    public long? TemplateId { get; set; }

    public string? Code { get; set; }

    public string? Currency { get; set; } = "EUR";

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public void Need(ModelStateDictionary state)
    {
        NeedTitleAndDates(state);
        NeedCode(state);
        state.Need("Form.UnitId", UnitId is not null, "Choose a unit.");
        state.Need("Form.DonorId", DonorId is not null, "Choose a donor.");
        state.Need("Form.TemplateId", TemplateId is not null, "Choose a budget template.");
        state.Need("Form.Currency", !string.IsNullOrWhiteSpace(Currency), "Give the currency, such as EUR.");
    }

    public void NeedTitleAndDates(ModelStateDictionary state)
    {
        state.Need("Form.Title", !string.IsNullOrWhiteSpace(Title), "Give the grant a title.");
        state.Need("Form.StartsOn", StartsOn is not null, "Give the first day.");
        state.Need("Form.EndsOn", EndsOn is not null, "Give the last day.");
    }

    public void NeedCode(ModelStateDictionary state) =>
        state.Need("Form.Code", !string.IsNullOrWhiteSpace(Code), "Give a grant code of three capital letters or digits, such as CVP.");
}
