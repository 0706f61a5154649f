using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>Whose health is asked for: the caller's own tenant, or for support the one that is named.</summary>
internal sealed class OneTenant(GrantSyncDb db, Caller caller)
{
    /// <summary>Null when there is no such tenant, or not for this caller.</summary>
    public Task<Tenant?> Of(string? named, CancellationToken cancellationToken)
    {
        var id = named ?? caller.Tenant;
        return db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.Id != Tenant.Operator, cancellationToken);
    }
}
