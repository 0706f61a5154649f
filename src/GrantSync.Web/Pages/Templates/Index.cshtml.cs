using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Templates;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : TemplatePage(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    public ListFilter Filter { get; private set; } = new();

    public FilterBar Bar => new(Filter, "/templates", T("Template or category"), T("Templates"));

    public IReadOnlyList<BudgetTemplate> Templates { get; private set; } = [];

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task<IActionResult> OnGet([FromQuery] ListFilter filter)
    {
        Filter = filter;
        if (await ReadList() is { } refusal)
        {
            return TurnAway(refusal);
        }

        Form.Categories = [.. Enumerable.Range(0, 4).Select(_ => new CategoryForm())];
        return WantsPart ? ListRows(filter.Address("/templates")) : Page();
    }

    public async Task<IActionResult> OnPost(string? act)
    {
        Edit = "new";
        await ReadList();
        if (Rearranged(act) || !ReadRows())
        {
            return Page();
        }

        var created = await Send(new CreateTemplate(
            Form.Name ?? "", [.. Form.Categories.Select(c => new NewCategory(c.Code ?? "", c.Name ?? "", c.Rows, c.IsIndirect))], Words.WithoutSpaces(Form.IndirectRate)));
        if (created.Refusal is { } refusal)
        {
            Form.Categories.AddRange(Form.Categories.Count == 0 ? [new CategoryForm()] : []);
            return ShowAgain(refusal);
        }

        return Done("/templates", T("The template {0} is saved.", Form.Name));
    }

    public async Task<IActionResult> OnPostCopy(long id, string? name, [FromQuery] ListFilter filter)
    {
        var copy = await Send(new CopyTemplate(id, name ?? ""));
        return Say(copy, copy.IsRefused ? filter.Address("/templates") : $"/templates/{copy.Value}", T("This is the copy. What you change here stays here."));
    }

    public async Task<IActionResult> OnPostArchive(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new ArchiveTemplate(id)), filter.Address("/templates"), T("Archived. New grants cannot use it, those that do go on; Show, Archived brings it back."));

    public async Task<IActionResult> OnPostRestore(long id, [FromQuery] ListFilter filter) =>
        Say(await Send(new RestoreTemplate(id)), filter.Address("/templates"), T("Restored: new grants can use it again."));

    private async Task<Refusal?> ReadList()
    {
        var found = await Send(new ListTemplates(Filter.Q, Filter.Show, Filter.Sort));
        Templates = found.IsRefused ? [] : found.Value;
        return found.Refusal;
    }
}
