using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>People who may have asked for a call, for the log's filter.</summary>
/// <param name="Tenant">For support: nobody's while no tenant is chosen.</param>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ListLogUsers(string? Tenant = null) : IQuery<IReadOnlyList<LogUser>>;

public sealed record LogUser(long Id, string Name);

internal sealed class ListLogUsersHandler(GrantSyncDb db, Caller caller) : IRequestHandler<ListLogUsers, Result<IReadOnlyList<LogUser>>>
{
    public async Task<Result<IReadOnlyList<LogUser>>> Handle(ListLogUsers request, CancellationToken cancellationToken)
    {
        var tenant = caller.Tenant == Caller.EveryTenant ? request.Tenant ?? "" : caller.Tenant;
        return await db.Users.Where(u => u.TenantId == tenant).OrderBy(u => u.Name).ThenBy(u => u.Id).Select(u => new LogUser(u.Id, u.Name)).ToListAsync(cancellationToken);
    }
}
