using GrantSync.Application.Connections;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;

namespace GrantSync.Application.Adoption;

/// <summary>
/// Looks in Odoo for accounts and projects that were there before us and that this grant would make a second time: accounts of our plans with
/// our codes, and projects with our names on such accounts.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record FindAdoptable(long GrantId) : ICallsOdoo<IReadOnlyList<Adoptable>>;

/// <summary>One of our records that Odoo does not have from us yet, and the records there that could be it.</summary>
/// <param name="Key">Our key, to name it by when adopting.</param>
/// <param name="Entity">Such as <c>budget_line</c>.</param>
/// <param name="Name">What we call it.</param>
/// <param name="Code">The account's code; null for a project.</param>
/// <param name="Candidates">Records in Odoo, usually one.</param>
public sealed record Adoptable(string Key, string Entity, string Name, string? Code, IReadOnlyList<Candidate> Candidates);

/// <summary>A record in Odoo that could be adopted. Syncing writes our name, code, plan and company to it and brings it back from the archive.</summary>
public sealed record Candidate(int OdooId, string Name, string? Code, string? Company, bool IsActive);

/// <summary>Odoo could not be asked.</summary>
public sealed record OdooDidNotAnswer(string Why) : Conflict(Why);

internal sealed class FindAdoptableHandler(GrantReader grants, OdooConnections connections, AdoptionSearch search)
    : IRequestHandler<FindAdoptable, Result<IReadOnlyList<Adoptable>>>
{
    public async Task<Result<IReadOnlyList<Adoptable>>> Handle(FindAdoptable request, CancellationToken cancellationToken)
    {
        if (await grants.Read(request.GrantId, cancellationToken) is not { } whole)
        {
            return new GrantIsGone();
        }

        if (whole.Connection is not { } connection || connections.Open(connection) is not { } odoo)
        {
            return new NoConnection();
        }

        if (whole.Wanted is not { } wanted)
        {
            return new UnitWithoutCompany(whole.Unit.Name);
        }

        var (found, problem) = await search.Run(odoo, connection, wanted.Records(), cancellationToken);
        if (problem is not null)
        {
            return new OdooDidNotAnswer(problem);
        }

        return found.ToList();
    }
}
