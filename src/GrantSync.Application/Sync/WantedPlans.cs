using GrantSync.Application.Connections;

namespace GrantSync.Application.Sync;

/// <summary>The plans that Odoo should hold of ours: one for each axis that no existing plan carries.</summary>
internal static class WantedPlans
{
    public static IReadOnlyList<WantedRecord> Of(Connection connection) => [.. connection.Plans.Where(p => p.ExistingPlanId is null).Select(mapping =>
    {
        var key = new SyncKey(connection.TenantId, SyncEntity.Plan, (int)mapping.Axis);
        return new WantedRecord(key, key.ExternalId(connection.ExternalIdPrefix), new WantedPlan(mapping.PlanName), []);
    })];
}
