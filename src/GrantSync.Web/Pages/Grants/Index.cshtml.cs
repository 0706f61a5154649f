using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using GrantSync.Application.Units;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    public GrantFilter Filter { get; private set; } = new();

    public IReadOnlyList<GrantItem> Items { get; private set; } = [];

    /// <summary>What the list can be narrowed to; closed grants may hang on what is archived.</summary>
    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGet([FromQuery] GrantFilter filter)
    {
        Filter = filter;
        var grants = await Send(filter.Question());
        if (grants.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Items = grants.Value;
        if (WantsPart)
        {
            return ListRows(filter.Address("/grants"));
        }

        Choices =
        [
            new(T("Donor"), "donor", filter.Donor, [.. (await Send(new ListDonors(Show: Which.All))).Value.Select(d => (d.Id, d.Name))]),
            new(T("Unit"), "unit", filter.Unit, [.. (await Send(new ListUnits(Show: Which.All))).Value.Select(u => (u.Id, u.Name))]),
            new(T("Template"), "template", filter.Template, [.. (await Send(new ListTemplates(Show: Which.All))).Value.Select(t => (t.Id, t.Name))]),
        ];
        return Page();
    }
}

public sealed record Choice(string Label, string Name, long? Chosen, IReadOnlyList<(long Id, string Name)> All);
