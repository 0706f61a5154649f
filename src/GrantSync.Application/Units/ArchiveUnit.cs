using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Units;

/// <summary>Puts a unit away, once none of its grants is open: no new grant can have it, and its closed ones stay where they are.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ArchiveUnit(long Id) : ICommand<Done>;

[Allow(Role.GrantManager, Role.Admin)]
public sealed record RestoreUnit(long Id) : ICommand<Done>;

internal sealed class ArchiveUnitHandlers(GrantSyncDb db, OpenGrants grants, TimeProvider time)
    : IRequestHandler<ArchiveUnit, Result<Done>>, IRequestHandler<RestoreUnit, Result<Done>>
{
    public async Task<Result<Done>> Handle(ArchiveUnit request, CancellationToken cancellationToken)
    {
        if (await db.Units.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } unit)
        {
            return new UnitIsGone();
        }

        if (await grants.Forbid($"The unit {unit.Name}", g => g.UnitId == unit.Id, cancellationToken) is { } conflict)
        {
            return conflict;
        }

        unit.ArchivedAt ??= time.GetUtcNow();
        return Done.Instance;
    }

    public async Task<Result<Done>> Handle(RestoreUnit request, CancellationToken cancellationToken)
    {
        if (await db.Units.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } unit)
        {
            return new UnitIsGone();
        }

        unit.ArchivedAt = null;
        return Done.Instance;
    }
}
