using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Templates;

/// <summary>One template, to change it.</summary>
[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class TemplateModel(IMediator mediator) : TemplatePage(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public BudgetTemplate Template { get; private set; } = null!;

    public async Task<IActionResult> OnGet()
    {
        if (await Read() is { } gone)
        {
            return TurnAway(gone);
        }

        Form = new TemplateForm
        {
            Name = Template.Name,
            IndirectRate = Template.IndirectRate is { } rate ? Words.Plain(rate) : null,
            Categories = [.. Template.Categories.Select(c => new CategoryForm
            {
                Id = c.Id,
                Code = c.Code,
                Name = c.Name,
                IsIndirect = c.IsIndirect,
                Details = string.Join('\n', c.Details.Select(d => $"{d.Code} {d.Name}")),
            })],
        };
        return Page();
    }

    public async Task<IActionResult> OnPost(string? act)
    {
        if (await Read() is { } gone)
        {
            return TurnAway(gone);
        }

        if (Rearranged(act) || !ReadRows())
        {
            return Page();
        }

        var changed = await Send(new ChangeTemplate(
            Id,
            Form.Name ?? "",
            [.. Form.Categories.Select(c => new ChangedCategory(c.Id, c.Code ?? "", c.Name ?? "", c.IsIndirect, c.Rows, c.Remove))],
            Words.WithoutSpaces(Form.IndirectRate) ?? ""));
        return changed.Refusal is { } refusal ? ShowAgain(refusal) : Done("/templates", T("The template {0} is saved. Its grants keep what they were made with.", Form.Name));
    }

    private async Task<Refusal?> Read()
    {
        var found = await Send(new ReadTemplate(Id));
        if (!found.IsRefused)
        {
            (Template, Used) = (found.Value.Template, found.Value.Used);
        }

        return found.Refusal;
    }
}
