using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

internal sealed class ListTenantsHandler(GrantSyncDb db, TenantPills pills) : IRequestHandler<ListTenants, Result<IReadOnlyList<TenantHealth>>>
{
    public async Task<Result<IReadOnlyList<TenantHealth>>> Handle(ListTenants request, CancellationToken cancellationToken) =>
        await pills.Of(db.Tenants.Where(t => t.Id != Tenant.Operator), cancellationToken);
}

internal sealed class ReadTenantHealthHandler(OneTenant tenants, TenantPills pills) : IRequestHandler<ReadTenantHealth, Result<TenantHealth>>
{
    public async Task<Result<TenantHealth>> Handle(ReadTenantHealth request, CancellationToken cancellationToken) =>
        await tenants.Of(request.Tenant, cancellationToken) is { } tenant ? await pills.Of(tenant, cancellationToken) : new TenantIsGone();
}

internal sealed class PingNowHandler(GrantSyncDb db, Caller caller, OneTenant tenants, OdooPing ping, TenantPills pills) : IRequestHandler<PingNow, Result<TenantHealth>>
{
    public async Task<Result<TenantHealth>> Handle(PingNow request, CancellationToken cancellationToken)
    {
        // support sees every tenant; the ping itself is one tenant's business
        if (await tenants.Of(request.Tenant, cancellationToken) is not { } tenant)
        {
            return new TenantIsGone();
        }

        caller.ActsFor(request.Tenant);
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        await ping.Measure(connection, isProbe: false, cancellationToken);
        return await pills.Of(tenant, cancellationToken);
    }
}
