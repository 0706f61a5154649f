using GrantSync.Application.Health;
using MediatR;

namespace GrantSync.Web.Api;

internal static class TenantsApi
{
    public static void MapTenants(this IEndpointRouteBuilder api)
    {
        var tenants = api.MapGroup("/tenants").WithTags("Health");
        tenants.MapGet("", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ListTenants(), cancellationToken))
            .Sends<ListTenants, IReadOnlyList<TenantHealth>>("The tenants that you may see, each with its pill");
        tenants.MapPost("/{id}/ping", (string id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new PingNow(id), cancellationToken))
            .Sends<PingNow, TenantHealth>("Ping the tenant's Odoo now");
    }
}
