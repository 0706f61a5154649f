using GrantSync.Application.Health;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Incidents;

/// <summary>What time alone brings between two pings: alerts, escalations, good news that have stood their time, the end of maintenance.</summary>
internal sealed class IncidentSweep(IServiceScopeFactory scopes, TimeProvider time) : ITimedWork
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        var tenants = await Tenants(cancellationToken);
        var steps = 0;
        foreach (var tenant in tenants)
        {
            steps += await One(tenant, cancellationToken);
        }

        return $"Tenants with incidents: {tenants.Count}, changes: {steps}";
    }

    private async Task<List<string>> Tenants(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        return await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Incidents
            .Where(i => i.State != IncidentState.Resolved || (i.AlertedAt != null && i.ResolvedToldAt == null))
            .Select(i => i.TenantId).Distinct().OrderBy(t => t).ToListAsync(cancellationToken);
    }

    private async Task<int> One(string tenant, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(tenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var incidents = scope.ServiceProvider.GetRequiredService<IncidentStore>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockHealth(tenant, cancellationToken);
        var steps = 0;
        if (!await db.Connections.AnyAsync(cancellationToken))
        {
            await incidents.ConnectionEnded(tenant, time.GetUtcNow(), cancellationToken);
        }
        else if (await db.Pills.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } pill)
        {
            var limits = await scope.ServiceProvider.GetRequiredService<TenantLimits>().Of(tenant, cancellationToken);
            steps = await incidents.Step(pill, time.GetUtcNow(), limits, cancellationToken);
        }

        if (steps > 0)
        {
            await db.Announce(tenant, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return steps;
    }
}
