using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>
/// The grant has ended: its projects and accounts are archived in Odoo, a shared category account only when no other open grant uses it.
/// Nothing is deleted there; what was booked stays.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CloseGrant(long Id) : ICommand<SyncReceipt>;

/// <summary>Takes a closed grant up again: the same records in Odoo become active.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ReopenGrant(long Id) : ICommand<SyncReceipt>;

/// <summary>
/// Takes the grant out of every list and gives its code free; what it has in Odoo is archived. A grant made anew under the same code is
/// another one, with accounts of its own.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record RemoveGrant(long Id) : ICommand<SyncReceipt>;

internal sealed class EndGrantHandlers(GrantSyncDb db, GrantReader grants, Intents intents, Caller caller, TimeProvider time)
    : IRequestHandler<CloseGrant, Result<SyncReceipt>>, IRequestHandler<ReopenGrant, Result<SyncReceipt>>, IRequestHandler<RemoveGrant, Result<SyncReceipt>>
{
    public Task<Result<SyncReceipt>> Handle(CloseGrant request, CancellationToken cancellationToken) =>
        Change(request.Id, grant => grant.ClosedAt ??= time.GetUtcNow(), cancellationToken);

    public Task<Result<SyncReceipt>> Handle(ReopenGrant request, CancellationToken cancellationToken) =>
        Change(request.Id, grant => grant.ClosedAt = null, cancellationToken);

    public Task<Result<SyncReceipt>> Handle(RemoveGrant request, CancellationToken cancellationToken) =>
        Change(
            request.Id,
            grant =>
            {
                grant.ClosedAt ??= time.GetUtcNow();
                grant.RemovedAt = time.GetUtcNow();
                grant.Projects.ForEach(p => p.RemovedAt ??= time.GetUtcNow());
            },
            cancellationToken);

    private async Task<Result<SyncReceipt>> Change(long grantId, Action<Grant> change, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select id from budgets where grant_id = {grantId} for update", cancellationToken);
        var grant = await db.Grants.Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        var whole = await grants.Read(grantId, cancellationToken);
        if (grant is null || whole is null)
        {
            return new GrantIsGone();
        }

        change(grant);
        change(whole.Grant);
        await db.SaveChangesAsync(cancellationToken);
        if (whole.Wanted is null)
        {
            return new SyncReceipt(0, 0, 0);
        }

        // only what Odoo has heard of moves: a draft that was never synced stays one
        var records = await intents.Known(whole.Wanted.Records(), cancellationToken);
        var putDown = await intents.PutDown(records, grantId, caller.UserId, cancellationToken);
        return new SyncReceipt(putDown, records.Count - putDown, 0);
    }
}
