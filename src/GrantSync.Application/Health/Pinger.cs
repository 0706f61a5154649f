using System.Collections.Concurrent;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Health;

/// <summary>
/// Pings every tenant's Odoo each five minutes. A node claims a due ping by moving its time, so that none is made twice; a tenant that hangs
/// holds up nobody else: the run ends without it, and its ping goes on beside the next runs.
/// </summary>
public sealed class Pinger(IServiceScopeFactory scopes, HealthLimits limits, TimeProvider time, ILogger<Pinger> log) : ITimedWork, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Task> underWay = new();
    private readonly SemaphoreSlim atOnce = new(32);
    private readonly CancellationTokenSource stop = new();

    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        var claimed = await Claim(all, cancellationToken);
        var pings = claimed.Select(tenant => underWay.GetOrAdd(tenant, Ping)).ToList();
        await Task.WhenAny(Task.WhenAll(pings), Task.Delay(Patience, time, cancellationToken));
        return (claimed.Count, underWay.Count) switch
        {
            (0, 0) => "Nobody was due",
            (var begun, 0) => $"{begun} measured",
            var (begun, waiting) => $"{begun} begun, {waiting} still waiting for their Odoo",
        };
    }

    /// <summary>The node stops: pings that wait for an answer are given up, and nothing is stored of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(underWay.Values);
        atOnce.Dispose();
        stop.Dispose();
    }

    private async Task Ping(string tenant)
    {
        await Task.Yield();
        try
        {
            await atOnce.WaitAsync(stop.Token);
            try
            {
                await PingOne(tenant, stop.Token);
            }
            finally
            {
                atOnce.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            underWay.TryRemove(tenant, out _);
        }
    }

    private async Task<List<string>> Claim(bool all, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var now = time.GetUtcNow();
        return await db.Database.SqlQuery<string>(
            $"""
            update connections set next_ping_at = {now + limits.Period}
            where tenant_id in (select tenant_id from connections where next_ping_at <= {now} or {all} order by next_ping_at limit 500 for update skip locked)
            returning tenant_id as "Value"
            """).ToListAsync(cancellationToken);
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
        catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // the job's own failure: no ping is stored, so the pill turns grey and says so
            log.LogError(failed, "The ping of {Tenant} failed inside GrantSync", tenant);
        }
    }
}
