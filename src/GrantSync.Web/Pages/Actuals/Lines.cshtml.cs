using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>The lines of Odoo and the manual entries that make one number.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class LinesModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Line { get; set; }

    [BindProperty(SupportsGet = true)]
    public SpentPart? Part { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Contradicting { get; set; }

    public ActualsNarrowing Narrowing { get; private set; } = new(null, null, null);

    public GrantView Grant { get; private set; } = null!;

    public ActualLinesPage Found { get; private set; } = null!;

    public string What { get; private set; } = "";

    public string Back => string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/actuals") + (Narrowing with { Days = null }).Query();

    /// <summary>Where an entry that was made by hand is shown.</summary>
    public string ManualOf(ActualLineItem line) => new ManualFilter { Q = line.Text }.Address(Id);

    public string PageAddress(int number) => string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/actuals/lines") + Narrowing.Query(
        ("category", Category?.ToString(CultureInfo.InvariantCulture)),
        ("line", Line?.ToString(CultureInfo.InvariantCulture)),
        ("part", Part?.ToString().ToLowerInvariant()),
        ("contradicting", Contradicting ? "true" : null),
        ("number", number.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGet([FromQuery] ActualsNarrowing narrowing, int number = 1)
    {
        Narrowing = narrowing;
        var grant = await Send(new ReadGrant(Id));
        if (grant.Refusal is { } gone)
        {
            return TurnAway(gone);
        }

        var found = await Send(new ReadActualLines(Id, narrowing.Project, narrowing.FirstMonth, narrowing.LastMonth, Category, Line, Part, Contradicting, Math.Max(1, number), narrowing.Period));
        if (found.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Grant, Found) = (grant.Value, found.Value);
        What = await Describe();
        return Page();
    }

    private async Task<string> Describe()
    {
        var view = (await Send(new ReadActuals(Id))).Value;
        var details = view.Categories.SelectMany(c => c.Details);
        string?[] parts =
        [
            Part switch { SpentPart.Actual => T("Actual"), SpentPart.Committed => T("Committed"), _ => T("All") },
            Category switch { null => null, 0 => T("on no category of this budget"), var id => view.Categories.FirstOrDefault(c => c.Id == id)?.Name },
            Line switch { null => null, 0 => T("not on a detail line"), var id => details.FirstOrDefault(l => l.Id == id) is { } line ? $"{line.Code} {line.Description}" : null },
            Narrowing.Project is { } project ? view.Projects.FirstOrDefault(p => p.Id == project) is { } one ? ActualsWords.NameOf(one) : null : null,
            Narrowing.Period is { } days ? $"{Words.Day(days.From)} – {Words.Day(days.To)}" : null,
            Narrowing.FirstMonth is { } from ? T("from {0}", ActualsNarrowing.MonthWords(from)) : null,
            Narrowing.LastMonth is { } to ? T("to {0}", ActualsNarrowing.MonthWords(to)) : null,
            Contradicting ? T("with another category than the detail line’s") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
