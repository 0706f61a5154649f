using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Sync;

/// <summary>
/// Takes lanes and works on them, a few at a time; any number of nodes may do so beside each other. Stopped gracefully it finishes the call
/// it is in and gives its lanes back; killed, its leases run out and another worker takes over.
/// </summary>
public sealed class LaneWorker(
    IServiceScopeFactory scopes, ChangeFeed feed, SyncLimits limits, TimeProvider time, ILogger<LaneWorker> log) : BackgroundService
{
    private readonly string holder = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, limits.Lanes).Select(_ => Task.Run(() => Loop(stoppingToken), stoppingToken)));

    private async Task Loop(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var woken = feed.Next(limits.IdleLook, stoppingToken);
                if (!await TakeAndWork(stoppingToken))
                {
                    await Task.WhenAny(woken, NextDue(stoppingToken));
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed) when (DatabaseTrouble.Is(failed))
            {
                log.LogWarning(failed, "The database cannot be reached; lanes stand still until it is back");
                await Task.Delay(limits.IdleLook, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception bug)
            {
                // other lanes must not stand still for it
                log.LogError(bug, "A worker failed inside and goes on");
                await Task.Delay(limits.IdleLook, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes one due lane and works on it; false when none was due. The loop of a running node, and the hand of a test.</summary>
    public async Task<bool> TakeAndWork(CancellationToken stoppingToken)
    {
        HeldLane? lane;
        await using (var scope = scopes.AsTheProgram(Caller.EveryTenant))
        {
            lane = await scope.ServiceProvider.GetRequiredService<LaneStore>().Take(holder, stoppingToken);
        }

        if (lane is null)
        {
            return false;
        }

        using var span = Telemetry.Source.StartActivity("lane");
        span?.SetTag("tenant", lane.Tenant);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var heartbeat = KeepLease(lane, stop);
        try
        {
            await Work(lane, stop.Token);
        }
        catch (LaneLostException lost)
        {
            log.LogWarning("{Problem}", lost.Message);
        }
        finally
        {
            await stop.CancelAsync();
            await heartbeat;
        }

        return true;
    }

    /// <summary>Ends when the next lane is due: a paced one may be so within the second.</summary>
    private async Task NextDue(CancellationToken stoppingToken)
    {
        DateTimeOffset? due;
        await using (var scope = scopes.AsTheProgram(Caller.EveryTenant))
        {
            due = await scope.ServiceProvider.GetRequiredService<LaneStore>().NextDue(stoppingToken);
        }

        var wait = due - time.GetUtcNow() ?? limits.IdleLook;
        await Task.Delay(wait < limits.IdleLook ? TimeSpan.FromMilliseconds(Math.Max(20, wait.TotalMilliseconds)) : limits.IdleLook, time, stoppingToken);
    }

    private async Task Work(HeldLane lane, CancellationToken leaseHeld)
    {
        LaneStop? stopped = null;
        await using var scope = scopes.AsTheProgram(lane.Tenant);
        try
        {
            stopped = await scope.ServiceProvider.GetRequiredService<LaneRun>().Work(lane, leaseHeld);
        }
        catch (OperationCanceledException) when (leaseHeld.IsCancellationRequested)
        {
            // nothing was sent: the lane goes back as it is, or, should the lease be lost, is no longer this worker's to give back
        }
        catch (Exception bug) when (bug is not LaneLostException and not OperationCanceledException && !DatabaseTrouble.Is(bug))
        {
            // a lane that fails for a reason of ours must not spin, and must be seen
            log.LogError(bug, "The lane of {Tenant} failed", lane.Tenant);
            stopped = new LaneStop("GrantSync failed inside while syncing. Support has the details; it tries again by itself.", time.GetUtcNow() + limits.LongestBackOff);
        }

        await using var fresh = scopes.AsTheProgram(lane.Tenant);
        await fresh.ServiceProvider.GetRequiredService<LaneStore>().Release(lane, stopped, CancellationToken.None);
    }

    private async Task KeepLease(HeldLane lane, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(limits.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await using var scope = scopes.AsTheProgram(lane.Tenant);
                if (!await scope.ServiceProvider.GetRequiredService<LaneStore>().Renew(lane, stop.Token))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception broken) when (DatabaseTrouble.Is(broken))
        {
            // the lease may run out now; the fence keeps what follows from being written twice
            log.LogWarning(broken, "Could not renew the lease of {Tenant}", lane.Tenant);
        }
    }
}
