using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Health;

/// <summary>
/// Pings every tenant's Odoo each five minutes. A node claims a due ping by moving its time, so any number of nodes may run this; a
/// tenant that hangs holds up nobody else. It also keeps the sync log's partitions ahead of time.
/// </summary>
public sealed class Pinger(IServiceScopeFactory scopes, HealthLimits limits, TimeProvider time, ILogger<Pinger> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim atOnce = new(8);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var month = 0;
        do
        {
            try
            {
                if (time.GetUtcNow().Month != month)
                {
                    await MakePartitions(stoppingToken);
                    month = time.GetUtcNow().Month;
                }

                foreach (var tenant in await ClaimDue(stoppingToken))
                {
                    await atOnce.WaitAsync(stoppingToken);
                    _ = PingOne(tenant, stoppingToken).ContinueWith(_ => atOnce.Release(), TaskScheduler.Default);
                }
            }
            catch (Exception failed) when (DatabaseTrouble.Is(failed))
            {
                log.LogWarning(failed, "The database cannot be reached; no pings until it is back");
            }
        }
        while (await Tick(timer, stoppingToken));
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<List<string>> ClaimDue(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var now = time.GetUtcNow();
        return await db.Database.SqlQuery<string>(
            $"""
            update connections set next_ping_at = {now + limits.Period}
            where tenant_id in (select tenant_id from connections where next_ping_at <= {now} order by next_ping_at limit 50 for update skip locked)
            returning tenant_id as "Value"
            """).ToListAsync(cancellationToken);
    }

    private async Task MakePartitions(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"select sync_log_make_month({now}), sync_log_make_month({now.AddMonths(1)})", cancellationToken);
    }

    private async Task PingOne(string tenant, CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.AsTheProgram(tenant);
            var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
            var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(stoppingToken);
            if (connection is not null)
            {
                var isProbe = await db.Pills.AnyAsync(p => p.BadInRow > 0 && p.Pill != Pill.Red, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<OdooPing>().Measure(connection, isProbe, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception failed)
        {
            // the job's own failure: no ping is stored, so the pill turns grey and says so
            log.LogError(failed, "The ping of {Tenant} failed inside GrantSync", tenant);
        }
    }
}
