using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>Takes a manual entry out of the figures. It stays to be seen, with who removed it and when.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record RemoveManualActual(long GrantId, long Id) : ICommand<Done>;

internal sealed class RemoveManualActualHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<RemoveManualActual, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveManualActual request, CancellationToken cancellationToken)
    {
        if (!await db.Grants.AnyAsync(g => g.Id == request.GrantId, cancellationToken))
        {
            return new GrantIsGone();
        }

        var (now, who) = (time.GetUtcNow(), caller.UserId);
        var entry = db.ManualActuals.Where(a => a.Id == request.Id && a.GrantId == request.GrantId);
        var removed = await entry.Where(a => a.ReplacedBy == null && a.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RemovedAt, now).SetProperty(a => a.RemovedBy, who), cancellationToken);
        return removed == 1 ? Done.Instance
            : await entry.AnyAsync(cancellationToken) ? new EntryHasMoved()
            : new NotFound("There is no such entry.");
    }
}
