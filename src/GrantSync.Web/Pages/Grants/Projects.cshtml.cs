using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

/// <summary>The projects of a grant: a part of the grant's page that htmx fetches and sends.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class ProjectsModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public async Task<IActionResult> OnGet(string? edit)
    {
        if (!WantsPart)
        {
            return Redirect($"/grants/{Id}#projects");
        }

        var budget = await Send(new ReadBudget(Id));
        return budget.Refusal is { } refusal
            ? TurnAway(refusal)
            : Part(budget.Value) is var part && edit is not null && part.MayEdit
                ? Show(part with { Form = FormOf(budget.Value, edit) })
                : Show(part);
    }

    public async Task<IActionResult> OnPostProject([Bind(Prefix = "Form")] ProjectForm form)
    {
        var saved = await Send(new SaveProject(form.ProjectId, Id, form.Name ?? "", form.StartsOn, form.EndsOn, form.NotInOdoo));
        return await After(saved, form.NotInOdoo ? T("The project is saved. It is not in Odoo; enter what it spends under Actuals.") : T("The project is saved. Sync puts it into Odoo."), part => part with { Form = form });
    }

    public async Task<IActionResult> OnPostRemove([Bind(Prefix = "Form")] ProjectForm form)
    {
        var removed = await Send(new RemoveProject(Id, form.ProjectId ?? 0));
        return await After(removed, T("The project is out of the grant. Sync archives it in Odoo."), part => part with { Form = form });
    }

    public async Task<IActionResult> OnPostShares(List<ShareTyped> shares)
    {
        var asked = new AllocateBudget(Id, [.. shares.Select(s => new ProjectShare(s.ProjectId, Words.WithoutSpaces(s.Amount)))]);
        return await After(await Send(asked), T("The parts are saved."), part => part with { Shares = shares.ToDictionary(s => s.ProjectId, s => s.Amount ?? "") });
    }

    private async Task<IActionResult> After<T>(Result<T> done, string said, Func<ProjectsPart, ProjectsPart> asTyped)
    {
        var budget = await Send(new ReadBudget(Id));
        if (budget.Refusal is { } gone)
        {
            return TurnAway(gone);
        }

        var part = Part(budget.Value);
        return Show(done.Refusal is { } refusal ? asTyped(part) with { Problems = ProblemsOf(refusal) } : part with { Said = said });
    }

    private ProjectsPart Part(BudgetView budget) => new(budget, caller.Role is Role.GrantManager or Role.Admin);

    private PartialViewResult Show(ProjectsPart part) => Partial("_Projects", part);

    private static ProjectForm FormOf(BudgetView budget, string edit) =>
        budget.Projects.FirstOrDefault(p => edit == p.Id.ToString(CultureInfo.InvariantCulture)) is { } project
            ? new ProjectForm { ProjectId = project.Id, Name = project.Name, StartsOn = project.StartsOn, EndsOn = project.EndsOn, NotInOdoo = project.NotInOdoo }
            : new ProjectForm();

    private static Dictionary<string, string> ProblemsOf(Refusal refusal) => refusal is Invalid invalid
        ? invalid.Fields.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.First().Sentence)
        : new Dictionary<string, string> { [""] = refusal.Sentence };
}

public sealed class ProjectForm
{
    public long? ProjectId { get; set; }

    public string? Name { get; set; }

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public bool NotInOdoo { get; set; }
}

public sealed class ShareTyped
{
    public long ProjectId { get; set; }

    public string? Amount { get; set; }
}

/// <summary>What the projects' part shows; <see cref="Shares"/> and <see cref="Form"/> bring back what was typed.</summary>
public sealed record ProjectsPart(BudgetView Budget, bool MayEdit)
{
    public ProjectForm? Form { get; init; }

    public IReadOnlyDictionary<long, string>? Shares { get; init; }

    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    public string? Said { get; init; }
}
