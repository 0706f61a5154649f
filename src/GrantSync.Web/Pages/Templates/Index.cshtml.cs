using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Templates;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public TemplateForm Form { get; set; } = new();

    public IReadOnlyList<BudgetTemplate> Templates { get; private set; } = [];

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task OnGet()
    {
        await ReadList();
        Form.Categories = [.. Enumerable.Range(0, 4).Select(_ => new CategoryForm())];
    }

    public async Task<IActionResult> OnPost(bool more)
    {
        Edit = "new";
        await ReadList();
        if (more)
        {
            ModelState.Clear();
            Form.Categories.Add(new CategoryForm());
            return Page();
        }

        // rows left empty are no categories; the others keep their places, so that a sentence finds its field
        Form.Categories.RemoveAll(c => c.IsEmpty);
        ModelState.Clear();
        for (var at = 0; at < Form.Categories.Count; at++)
        {
            ModelState.Need(string.Create(CultureInfo.InvariantCulture, $"Form.Categories[{at}].Details"), Form.Categories[at].Rows is not null, "Write each row as a code, a space and a name: 1.1 Project manager.");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var created = await Send(new CreateTemplate(Form.Name ?? "", [.. Form.Categories.Select(c => new NewCategory(c.Code ?? "", c.Name ?? "", c.Rows))]));
        if (created.Refusal is { } refusal)
        {
            Form.Categories.AddRange(Form.Categories.Count == 0 ? [new CategoryForm()] : []);
            return ShowAgain(refusal);
        }

        return Done("/templates", $"The template {Form.Name} is saved.");
    }

    private async Task ReadList() => Templates = (await Send(new ListTemplates())).Value;
}

public sealed class TemplateForm
{
    public string? Name { get; set; }

    public List<CategoryForm> Categories { get; set; } = [];
}

public sealed class CategoryForm
{
    public string? Code { get; set; }

    public string? Name { get; set; }

    /// <summary>Detail rows as typed, one a line.</summary>
    public string? Details { get; set; }

    internal bool IsEmpty => string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Details);

    /// <summary>Null when a row is not a code and a name.</summary>
    internal IReadOnlyList<NewDetail>? Rows
    {
        get
        {
            var rows = (Details ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(row => row.Split(' ', 2)).ToList();
            return rows.TrueForAll(row => row.Length == 2) ? [.. rows.Select(row => new NewDetail(row[0], row[1].Trim()))] : null;
        }
    }
}
