using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Amendments;

/// <summary>Two states of a grant's budget side by side; which ones stands in the address.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class CompareModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Lines without a difference too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public GrantView Grant { get; private set; } = null!;

    public RevisionsView View { get; private set; } = null!;

    public RevisionComparison Comparison { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string? from, string? to)
    {
        var grant = await Send(new ReadGrant(Id));
        var view = await Send(new ReadRevisions(Id));
        if ((grant.Refusal ?? view.Refusal) is { } refusal)
        {
            return TurnAway(refusal);
        }

        // without an address the newest revision and what is saved
        var comparison = await Send(new CompareRevisions(Id, from is null ? view.Value.Newest?.Number : Side(from), Side(to), All));
        if (comparison.Refusal is { } none)
        {
            return TurnAway(none);
        }

        (Grant, View, Comparison) = (grant.Value, view.Value, comparison.Value);
        return Page();
    }

    /// <summary>Null for the saved budget; a word that is neither is a revision that is not there.</summary>
    private static int? Side(string? typed) =>
        typed is null or "" or "draft" ? null : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
