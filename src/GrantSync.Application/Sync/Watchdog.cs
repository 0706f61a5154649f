using System.Diagnostics.Metrics;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Sync;

/// <summary>
/// Counts the intents that neither ended nor came before a person within their time budget. There should be none: each is a fault of ours, so
/// it is said in the log and kept as a measure.
/// </summary>
public sealed class Watchdog(IServiceScopeFactory scopes, SyncLimits limits, TimeProvider time, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static int stuck;
    private static readonly ObservableGauge<int> Gauge =
        Telemetry.Meter.CreateObservableGauge("grantsync.intents.stuck", () => stuck, description: "Intents past their time budget that no person has been shown");

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = Gauge;
        return new Rounds(time, Look, Count, "stuck records are not counted", log).Go(stoppingToken);
    }

    private async Task Count(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var tenants = await db.Intents.Stuck(db, time.GetUtcNow() - limits.TimeBudget)
            .GroupBy(i => i.TenantId).Select(g => new { Tenant = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        stuck = tenants.Sum(t => t.Count);
        foreach (var tenant in tenants)
        {
            log.LogError("{Count} records of {Tenant} are past their time budget without an end", tenant.Count, tenant.Tenant);
        }
    }
}
