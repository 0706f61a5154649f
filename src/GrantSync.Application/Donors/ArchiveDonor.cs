using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Donors;

/// <summary>Puts a donor away, once none of its grants is open: no new grant can have it, and its closed ones stay where they are.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ArchiveDonor(long Id) : ICommand<Done>;

[Allow(Role.GrantManager, Role.Admin)]
public sealed record RestoreDonor(long Id) : ICommand<Done>;

internal sealed class ArchiveDonorHandlers(GrantSyncDb db, OpenGrants grants, TimeProvider time)
    : IRequestHandler<ArchiveDonor, Result<Done>>, IRequestHandler<RestoreDonor, Result<Done>>
{
    public async Task<Result<Done>> Handle(ArchiveDonor request, CancellationToken cancellationToken)
    {
        if (await db.Donors.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } donor)
        {
            return new DonorIsGone();
        }

        if (await grants.Forbid($"The donor {donor.Name}", g => g.DonorId == donor.Id, cancellationToken) is { } conflict)
        {
            return conflict;
        }

        donor.ArchivedAt ??= time.GetUtcNow();
        return Done.Instance;
    }

    public async Task<Result<Done>> Handle(RestoreDonor request, CancellationToken cancellationToken)
    {
        if (await db.Donors.SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is not { } donor)
        {
            return new DonorIsGone();
        }

        donor.ArchivedAt = null;
        return Done.Instance;
    }
}
