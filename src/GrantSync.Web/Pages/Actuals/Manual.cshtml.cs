using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>What somebody entered by hand for a grant's projects that are not in Odoo.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class ManualModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The entry to correct, or <c>new</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public ManualForm Form { get; set; } = new();

    public ManualFilter Filter { get; private set; } = new();

    public GrantView Grant { get; private set; } = null!;

    public ManualActualsView View { get; private set; } = null!;

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public bool TakesEntries => View.Projects.Any(p => p.TakesEntries);

    public string Own => new ManualFilter().Address(Id);

    public string Address => Filter.Address(Id);

    public string PageAddress(int number) => Filter.Address(Id, ("number", number.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGet([FromQuery] ManualFilter filter, int number = 1)
    {
        if (await Read(filter, number) is { } refusal)
        {
            return TurnAway(refusal);
        }

        if (WantsPart)
        {
            return ListRows(Address);
        }

        if (Edit is not null && View.Entries.FirstOrDefault(e => e.Id.ToString(CultureInfo.InvariantCulture) == Edit) is { } entry)
        {
            Form = ManualForm.Of(entry);
        }
        else if (Edit is not "new")
        {
            // corrected or removed meanwhile
            Edit = null;
        }
        else
        {
            Form.ProjectId = Filter.Project ?? View.Projects.FirstOrDefault(p => p.TakesEntries)?.Id ?? 0;
        }

        return Page();
    }

    public async Task<IActionResult> OnPost([FromQuery] ManualFilter filter)
    {
        var saved = await Send(Form.Save(Id));
        if (saved.Refusal is not { } refusal)
        {
            return Done(filter.Address(Id), Language.T(Form.Id is null ? "The entry is in the figures." : "The correction is in the figures; the former entry is kept below it."));
        }

        if (await Read(filter, 1) is { } gone)
        {
            return TurnAway(gone);
        }

        Edit ??= "new";
        return ShowAgain(refusal is Invalid invalid ? new Invalid(invalid.Sentence, [.. invalid.Fields.Select(AsOnTheForm)]) : new Conflict(Language.Said(refusal.Sentence)));
    }

    public async Task<IActionResult> OnPostRemove(long entry, [FromQuery] ManualFilter filter) =>
        Say(await Send(new RemoveManualActual(Id, entry)), filter.Address(Id), Language.T("The entry is out of the figures. It stays below, under Removed."));

    /// <summary>Category and detail line are chosen in one field.</summary>
    private static FieldError AsOnTheForm(FieldError error) =>
        new(error.Field is nameof(SaveManualActual.CategoryId) or nameof(SaveManualActual.LineId) ? nameof(ManualForm.Place) : error.Field, Language.Said(error.Sentence));

    private async Task<Refusal?> Read(ManualFilter filter, int number)
    {
        Filter = filter;
        var grant = await Send(new ReadGrant(Id));
        if (grant.Refusal is { } gone)
        {
            return gone;
        }

        var view = await Send(filter.Question(Id, number));
        if (view.Refusal is { } refusal)
        {
            return refusal;
        }

        (Grant, View) = (grant.Value, view.Value);
        return null;
    }
}
