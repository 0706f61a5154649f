using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

internal static class HealthLock
{
    /// <summary>One at a time changes a tenant's pill and incidents; held to the end of the transaction.</summary>
    public static Task LockHealth(this GrantSyncDb db, string tenant, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('health ' || {tenant}, 0))", cancellationToken);
}
