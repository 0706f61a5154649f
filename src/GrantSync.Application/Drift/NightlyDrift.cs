using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Drift;

/// <summary>
/// Compares every tenant's Odoo each night. A node claims a tenant by moving its time, so any number of nodes may run this. One after the
/// other: nothing waits for the night's comparisons, and a sync that comes early has the machine to itself.
/// </summary>
public sealed class NightlyDrift(IServiceScopeFactory scopes, DriftLimits limits, TimeProvider time, ILogger<NightlyDrift> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(limits.Look, time);
        try
        {
            do
            {
                await CompareDue(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Compares each tenant whose time has come. The loop of a running node, and the hand of a test.</summary>
    public async Task CompareDue(CancellationToken stoppingToken)
    {
        try
        {
            while (await ClaimOne(stoppingToken) is { } tenant)
            {
                await CompareOne(tenant, stoppingToken);
            }
        }
        catch (Exception failed) when (DatabaseTrouble.Is(failed))
        {
            log.LogWarning(failed, "The database cannot be reached; no comparisons with Odoo until it is back");
        }
    }

    private async Task<string?> ClaimOne(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var now = time.GetUtcNow();

        // claimed for a while only: should this node be killed, another takes the tenant up in the same night
        var claimed = await db.Database.SqlQuery<string>(
            $"""
            update connections set next_drift_at = {now + limits.TryAgain}
            where tenant_id in (select tenant_id from connections where next_drift_at <= {now} order by next_drift_at limit 1 for update skip locked)
            returning tenant_id as "Value"
            """).ToListAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    private async Task CompareOne(string tenant, CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.AsTheProgram(tenant);
            var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
            var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleAsync(stoppingToken);
            var run = await scope.ServiceProvider.GetRequiredService<DriftCheck>().Run(connection, null, stoppingToken);

            // nothing compared at all: Odoo was away, and the night is not over
            if (run.Problem is null || run.Compared > 0)
            {
                var next = limits.NextNight(tenant, time.GetUtcNow());
                await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.NextDriftAt, next), stoppingToken);
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException && !DatabaseTrouble.Is(failed))
        {
            log.LogError(failed, "The comparison of {Tenant} failed inside GrantSync", tenant);
        }
    }
}
