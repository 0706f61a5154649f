using GrantSync.Application.Storage;

namespace GrantSync.Application.Sync;

/// <summary>Plain queries over intents that have not ended well.</summary>
internal static class OpenIntents
{
    private static readonly IntentState[] UnderWay = [IntentState.Queued, IntentState.Sending, IntentState.Unknown];

    /// <summary>All that have not ended well, in two halves, each with an index of its own: the settled history beside them is long.</summary>
    public static IQueryable<Intent> Unsettled(this GrantSyncDb db) => db.Intents.Where(i => i.State == IntentState.Queued)
        .Concat(db.Intents.Where(i => i.State == IntentState.Sending || i.State == IntentState.Unknown || i.State == IntentState.Refused));

    /// <summary>Queued behind a parent that Odoo does not hold yet.</summary>
    public static IQueryable<Intent> Blocked(this IQueryable<Intent> intents, GrantSyncDb db) =>
        intents.Where(i => i.State == IntentState.Queued
            && i.Parents.Any(parent => !db.OdooRecordHeads.Any(h => h.TenantId == i.TenantId && h.Key == parent && h.OdooId != null)));

    /// <summary>Queued, and free to go when their turn comes.</summary>
    public static IQueryable<Intent> Waiting(this IQueryable<Intent> intents, GrantSyncDb db) =>
        intents.Where(i => i.State == IntentState.Queued
            && i.Parents.All(parent => db.OdooRecordHeads.Any(h => h.TenantId == i.TenantId && h.Key == parent && h.OdooId != null)));

    /// <summary>
    /// Older than its time budget, and nothing that a person can see explains it: neither a lane that stands still for a said reason, or that
    /// somebody has paused, nor a refused parent.
    /// </summary>
    public static IQueryable<Intent> Stuck(this IQueryable<Intent> intents, GrantSyncDb db, DateTimeOffset olderThan) =>
        intents.Where(i => UnderWay.Contains(i.State) && i.CreatedAt < olderThan && i.DueAt < olderThan
            && !db.Lanes.Any(l => l.TenantId == i.TenantId && (l.StoppedBecause != null || l.PausedAt != null))
            && !db.Intents.Any(p => p.TenantId == i.TenantId && p.State == IntentState.Refused && i.Parents.Contains(p.Key)));
}
