using System.Diagnostics.Metrics;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Health;

/// <summary>
/// Watches the pinger: a tenant that was due and was not measured has an incident, an error in the log and a place in a measure. It runs on
/// every node, also where nothing is pinged, and by no scheduler, so that it does not stand still together with what it watches.
/// </summary>
public sealed class SecondClock(IServiceScopeFactory scopes, HealthLimits limits, TimeProvider time, ILogger<SecondClock> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static int notMeasured;
    private static readonly ObservableGauge<int> Gauge =
        Telemetry.Meter.CreateObservableGauge("grantsync.tenants.not_measured", () => notMeasured, description: "Tenants whose due ping was not measured");

    /// <summary>One look at every tenant; answers how many are not measured.</summary>
    public async Task<int> Watch(CancellationToken cancellationToken)
    {
        var late = await Late(cancellationToken);
        notMeasured = late.Count;
        foreach (var tenant in late)
        {
            if (await Open(tenant, cancellationToken))
            {
                log.LogError("{Tenant} was due and has not been measured since {Since}: is the pinger standing still?", tenant.Tenant, tenant.Since);
            }
        }

        return late.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = Gauge;
        return new Rounds(time, Look, Watch, "whether pings are measured is not known", log).Go(stoppingToken);
    }

    /// <summary>A claim moves the due time without measuring, so it is the measurement that counts.</summary>
    private async Task<List<Unmeasured>> Late(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var before = time.GetUtcNow() - limits.GreyAfter;
        return await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Database.SqlQuery<Unmeasured>(
            $"""
            select tenant_id as "Tenant", since as "Since" from (
                select c.tenant_id, greatest(c.saved_at, (select max(p.at) from pings p where p.tenant_id = c.tenant_id)) as since from connections c
            ) newest where since < {before} order by tenant_id
            """).ToListAsync(cancellationToken);
    }

    private async Task<bool> Open(Unmeasured late, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(late.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockHealth(late.Tenant, cancellationToken);
        var own = await scope.ServiceProvider.GetRequiredService<TenantLimits>().Of(late.Tenant, cancellationToken);
        var isNew = await scope.ServiceProvider.GetRequiredService<IncidentStore>().NotMeasured(late.Tenant, late.Since + limits.GreyAfter, time.GetUtcNow(), own, cancellationToken);
        await db.Announce(late.Tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isNew;
    }

    private sealed record Unmeasured(string Tenant, DateTimeOffset Since);
}
