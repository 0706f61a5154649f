using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Adoption;

/// <summary>What of a grant was adopted, newest first.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ReadAdopted(long GrantId) : IQuery<IReadOnlyList<AdoptedView>>;

/// <param name="Entity">Such as <c>budget_line</c>.</param>
/// <param name="Name">What we call it now.</param>
/// <param name="NameThen">What it was called in Odoo when it was adopted.</param>
/// <param name="By">Who decided.</param>
public sealed record AdoptedView(string Entity, string Name, int OdooId, string NameThen, string? By, DateTimeOffset At);

internal sealed class ReadAdoptedHandler(GrantSyncDb db, GrantReader grants) : IRequestHandler<ReadAdopted, Result<IReadOnlyList<AdoptedView>>>
{
    public async Task<Result<IReadOnlyList<AdoptedView>>> Handle(ReadAdopted request, CancellationToken cancellationToken)
    {
        if (await grants.Read(request.GrantId, cancellationToken) is not { } whole)
        {
            return new GrantIsGone();
        }

        var ours = (whole.Wanted?.Records() ?? []).ToDictionary(r => r.Key.ToString());
        var adopted = await db.Adoptions.AsNoTracking().Where(a => ours.Keys.Contains(a.Key)).OrderByDescending(a => a.At).ThenBy(a => a.Key).ToListAsync(cancellationToken);
        var people = await db.Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        return adopted.Select(a => new AdoptedView(
            ours[a.Key].Key.Entity.Name(), ours[a.Key].Fields.Name, a.OdooId, a.Name, a.UserId is { } user ? people.GetValueOrDefault(user) : null, a.At)).ToList();
    }
}
