using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// Records whose refusal stands in a row of the log and still stands: Odoo said no in that very call, and nothing newer is wanted of them.
/// </summary>
internal static class RefusedInLog
{
    public static IQueryable<Intent> Standing(GrantSyncDb db) =>
        from intent in db.Intents
        join head in db.OdooRecordHeads on new { intent.TenantId, intent.Key } equals new { head.TenantId, head.Key }
        where intent.State == IntentState.Refused && intent.Revision == head.WantedRevision && intent.CallId != null
        select intent;

    /// <summary>How many wait under each tenant's fingerprints.</summary>
    public static async Task<Dictionary<(string Tenant, string Fingerprint), int>> Count(GrantSyncDb db, CancellationToken cancellationToken)
    {
        var groups = await (
            from intent in Standing(db)
            join row in db.SyncLog on intent.CallId equals (long?)row.Id
            where row.Fingerprint != null
            group intent by new { row.TenantId, row.Fingerprint } into g
            select new { g.Key.TenantId, g.Key.Fingerprint, Count = g.Count() }).ToListAsync(cancellationToken);
        return groups.ToDictionary(g => (g.TenantId, g.Fingerprint!), g => g.Count);
    }
}
