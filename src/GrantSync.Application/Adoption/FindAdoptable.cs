using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;

namespace GrantSync.Application.Adoption;

/// <summary>
/// Looks in Odoo for accounts and projects that were there before us and that this grant would make a second time: accounts of our plans with
/// our codes, and projects with our names on such accounts.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record FindAdoptable(long GrantId) : ICallsOdoo<AdoptionOffer>;

/// <param name="LookedFor">How many accounts and projects of the grant Odoo does not have from us yet.</param>
/// <param name="Adoptable">Those among them that seem to be there already.</param>
/// <param name="NotAdoptable">What carries our code or name there and still cannot be ours.</param>
public sealed record AdoptionOffer(int LookedFor, IReadOnlyList<Adoptable> Adoptable, IReadOnlyList<NotAdoptable> NotAdoptable);

/// <summary>One of our records that Odoo does not have from us yet, and the records there that could be it.</summary>
/// <param name="Key">Our key, to name it by when adopting.</param>
/// <param name="Entity">Such as <c>budget_line</c>.</param>
/// <param name="Name">What we call it.</param>
/// <param name="Code">The account's code; null for a project.</param>
/// <param name="Candidates">Records in Odoo, usually one; of several somebody must choose one, or none.</param>
public sealed record Adoptable(string Key, string Entity, string Name, string? Code, IReadOnlyList<Candidate> Candidates);

/// <summary>A record in Odoo with one of our codes or names.</summary>
/// <param name="Account">The analytic account of a project; null for an account.</param>
/// <param name="Changes">What differs from ours, which the next Sync after adopting it writes.</param>
public sealed record Candidate(
    int OdooId, string Name, string? Code, string? Company, bool IsActive, string? Account, IReadOnlyList<PlannedField> Changes);

/// <summary>A record in Odoo that cannot be ours although it has our code or name; Sync makes ours beside it.</summary>
/// <param name="Because">Why not, and what to do about it.</param>
public sealed record NotAdoptable(string Key, string Entity, string Name, string? Code, Candidate InOdoo, string Because);

/// <summary>Odoo could not be asked.</summary>
public sealed record OdooDidNotAnswer(string Why) : Conflict(Why);

internal sealed class FindAdoptableHandler(AdoptionSearch search) : IRequestHandler<FindAdoptable, Result<AdoptionOffer>>
{
    public async Task<Result<AdoptionOffer>> Handle(FindAdoptable request, CancellationToken cancellationToken)
    {
        var found = await search.Run(request.GrantId, cancellationToken);
        return found.Refusal is { } refusal ? refusal : found.Value.Offer;
    }
}
