using System.Collections.Concurrent;
using GrantSync.Application.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Application.Sync;

/// <summary>
/// Carries "something moved for this tenant" from whichever node moved it to every node: PostgreSQL's LISTEN and NOTIFY. It wakes lanes
/// and pages. It may miss a change while its connection is down; those who wait look again by themselves after a few seconds.
/// </summary>
public sealed class ChangeFeed(NpgsqlDataSource source, ILogger<ChangeFeed> log, TimeProvider time) : BackgroundService
{
    public const string Channel = "grantsync";

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<ChangeWatch, bool> watches = [];
    private TaskCompletionSource<string> next = NewSignal();

    /// <summary>Completes with the tenant at the next change of any tenant, or with null after <paramref name="atMost"/>.</summary>
    public async Task<string?> Next(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task<string> signal;
        lock (gate)
        {
            signal = next.Task;
        }

        try
        {
            return await signal.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>For a reader that stays, such as a page's live updates; disposing it ends the watch.</summary>
    public ChangeWatch Watch() => new(watches, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (NpgsqlException broken)
            {
                log.LogWarning(broken, "Lost the change feed; pages and lanes look every few seconds until it is back");
                await Task.Delay(TimeSpan.FromSeconds(2), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Listen(CancellationToken stoppingToken)
    {
        await using var connection = await source.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, notification) => Signal(notification.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // whatever moved while nobody listened is not told again
        Signal(Caller.EveryTenant);

        while (!stoppingToken.IsCancellationRequested)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    private void Signal(string tenant)
    {
        TaskCompletionSource<string> signal;
        lock (gate)
        {
            (signal, next) = (next, NewSignal());
        }

        signal.SetResult(tenant);
        foreach (var watch in watches.Keys)
        {
            watch.Tell(tenant);
        }
    }

    private static TaskCompletionSource<string> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
