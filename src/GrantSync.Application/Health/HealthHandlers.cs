using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

internal sealed class ListTenantsHandler(GrantSyncDb db, TenantPills pills) : IRequestHandler<ListTenants, Result<IReadOnlyList<TenantHealth>>>
{
    public async Task<Result<IReadOnlyList<TenantHealth>>> Handle(ListTenants request, CancellationToken cancellationToken)
    {
        var tenants = await db.Tenants.AsNoTracking().Where(t => t.Id != Tenant.Operator).OrderBy(t => t.Name).ToListAsync(cancellationToken);
        var rows = new List<TenantHealth>();
        foreach (var tenant in tenants)
        {
            rows.Add(await pills.Of(tenant, cancellationToken));
        }

        return rows;
    }
}

internal sealed class PingNowHandler(GrantSyncDb db, Caller caller, OdooPing ping, TenantPills pills) : IRequestHandler<PingNow, Result<TenantHealth>>
{
    public async Task<Result<TenantHealth>> Handle(PingNow request, CancellationToken cancellationToken)
    {
        if (caller.Tenant != Caller.EveryTenant && caller.Tenant != request.Tenant)
        {
            return new NotFound("There is no such tenant.");
        }

        // support sees every tenant; the ping itself is one tenant's business
        var tenant = await db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Tenant, cancellationToken);
        if (tenant is null)
        {
            return new NotFound("There is no such tenant.");
        }

        caller.Is(caller.UserId!.Value, caller.Name, caller.Role!.Value, request.Tenant);
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        await ping.Measure(connection, isProbe: false, cancellationToken);
        return await pills.Of(tenant, cancellationToken);
    }
}

/// <summary>A tenant's row on the tenants page.</summary>
internal sealed class TenantPills(GrantSyncDb db, PingStore store, TenantLimits limits, TimeProvider time)
{
    public async Task<TenantHealth> Of(Tenant tenant, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.TenantId == tenant.Id, cancellationToken);
        if (connection is null)
        {
            return new TenantHealth(tenant.Id, tenant.Name, null, null, Pill.Grey, "No Odoo is connected yet.", null, null, null, 0, 0, null);
        }

        var newest = await db.Pings.AsNoTracking().Where(p => p.TenantId == tenant.Id).OrderByDescending(p => p.At).FirstOrDefaultAsync(cancellationToken);
        var open = await db.Intents.Where(i => i.TenantId == tenant.Id)
            .GroupBy(i => i.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var own = await limits.Of(tenant.Id, cancellationToken);
        var pill = PillRule.Judge((await store.PillOf(tenant.Id, own, cancellationToken)).Pill, time.GetUtcNow(), own);
        return new TenantHealth(
            tenant.Id,
            tenant.Name,
            connection.Server,
            connection.ServerVersion,
            pill.Pill,
            pill.Problem,
            pill.Since,
            newest?.At,
            newest?.Verdict == PingVerdict.Bad ? null : newest?.LatencyMilliseconds,
            open.GetValueOrDefault(IntentState.Queued) + open.GetValueOrDefault(IntentState.Sending) + open.GetValueOrDefault(IntentState.Unknown),
            open.GetValueOrDefault(IntentState.Refused),
            pill.Cause);
    }
}
