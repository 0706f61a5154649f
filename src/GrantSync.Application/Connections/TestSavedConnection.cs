using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Connections;

/// <summary>Tries a tenant's saved connection, step by step; support does so without ever seeing the key.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record TestSavedConnection(string Tenant) : ICallsOdoo<ConnectionReport>;

internal sealed class TestSavedConnectionHandler(GrantSyncDb db, ConnectionTest test, OdooConnections connections, Caller caller)
    : IRequestHandler<TestSavedConnection, Result<ConnectionReport>>
{
    public async Task<Result<ConnectionReport>> Handle(TestSavedConnection request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.TenantId == request.Tenant, cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        if (connections.Unseal(connection.SealedKey) is not { } key)
        {
            return new Conflict("The saved key cannot be opened on this machine: its key ring is another one.");
        }

        // the calls stand in the tenant's log; whoever asked sees all tenants again afterwards
        var scope = caller.Tenant;
        caller.ActsFor(request.Tenant);
        try
        {
            return (await test.Run(connection.Server, connection.Database, connection.UserName, key, cancellationToken)).Report;
        }
        finally
        {
            caller.ActsFor(scope);
        }
    }
}
