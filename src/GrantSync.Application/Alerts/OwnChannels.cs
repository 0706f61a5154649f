using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Alerts;

/// <summary>Whose channels somebody looks after: support the operator's, an admin the tenant's.</summary>
internal static class OwnChannels
{
    public static string HomeOf(Caller caller) => caller.Tenant == Caller.EveryTenant ? Tenant.Operator : caller.Tenant;

    public static IQueryable<AlertChannel> Home(this IQueryable<AlertChannel> channels, Caller caller)
    {
        var home = HomeOf(caller);
        return channels.Where(c => c.TenantId == home && c.RemovedAt == null);
    }
}
