using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>The plans of ours that Odoo holds.</summary>
internal static class PlansInOdoo
{
    /// <summary>Their ids in Odoo, by external id.</summary>
    public static Task<Dictionary<string, int>> PlanIds(this IQueryable<OdooRecordHead> heads, CancellationToken cancellationToken) =>
        heads.Where(h => h.Entity == SyncEntity.Plan && h.OdooId != null).ToDictionaryAsync(h => h.ExternalId, h => h.OdooId!.Value, cancellationToken);
}
