using System.Globalization;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Alerts;

/// <summary>
/// Delivers the alerts that are due: claims one by moving its time, sends it outside of any transaction, writes what became of it. Channels go
/// beside each other, and one that fails ends its own row only; any number of nodes may run this at once.
/// </summary>
internal sealed class AlertDeliveries(IServiceScopeFactory scopes, AlertSender sender, AlertLimits limits, TimeProvider time, ILogger<AlertDeliveries> log) : ITimedWork
{
    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        if (all)
        {
            await Hurry(cancellationToken);
        }

        var (delivered, failed) = (0, 0);
        await Parallel.ForEachAsync(
            await ChannelsWithDue(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = limits.ChannelsAtOnce, CancellationToken = cancellationToken },
            async (channel, stop) =>
            {
                // the first failure is the channel's: the rest of its row waits for the next round
                while (await Claim(channel, stop) is { } id)
                {
                    if (!await Deliver(id, stop))
                    {
                        Interlocked.Increment(ref failed);
                        break;
                    }

                    Interlocked.Increment(ref delivered);
                }
            });
        return string.Create(CultureInfo.InvariantCulture, $"{delivered} delivered, {failed} failed");
    }

    private async Task<List<long>> ChannelsWithDue(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().AlertDeliveries
            .Where(d => d.State == DeliveryState.Waiting && d.NextAt <= now).Select(d => d.ChannelId).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>What waits for another try; what a node holds at this moment stays with it.</summary>
    private async Task Hurry(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var (now, held) = (time.GetUtcNow(), time.GetUtcNow() + limits.ClaimedFor);
        await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().AlertDeliveries
            .Where(d => d.State == DeliveryState.Waiting && d.NextAt > held).ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAt, now), cancellationToken);
    }

    /// <summary>The channel's delivery that has been due longest; the end of an incident waits until its beginning has been told.</summary>
    private async Task<Guid?> Claim(long channel, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var now = time.GetUtcNow();
        var claimed = await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Database.SqlQuery<Guid>(
            $"""
            update alert_deliveries set next_at = {now + limits.ClaimedFor}, attempts = attempts + 1
            where id = (
                select id from alert_deliveries d
                where channel_id = {channel} and state = 'waiting' and next_at <= {now} and not exists (
                    select 1 from alert_deliveries before
                    where before.incident_id = d.incident_id and before.channel_id = d.channel_id and before.state = 'waiting'
                        and (before.put_at, before.id) < (d.put_at, d.id))
                order by next_at, id limit 1 for update skip locked)
            returning id as "Value"
            """).ToListAsync(cancellationToken);
        return claimed.Count == 0 ? null : claimed[0];
    }

    private async Task<bool> Deliver(Guid id, CancellationToken cancellationToken)
    {
        AlertDelivery delivery;
        AlertChannel channel;
        AlertMessage message;
        await using (var scope = scopes.AsTheProgram(Caller.EveryTenant))
        {
            var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
            delivery = await db.AlertDeliveries.AsNoTracking().SingleAsync(d => d.Id == id, cancellationToken);
            channel = await db.AlertChannels.AsNoTracking().SingleAsync(c => c.Id == delivery.ChannelId, cancellationToken);
            var incident = await db.Incidents.AsNoTracking().SingleAsync(i => i.Id == delivery.IncidentId, cancellationToken);
            var organisation = await db.Tenants.Where(t => t.Id == delivery.TenantId).Select(t => t.Name).SingleAsync(cancellationToken);
            message = sender.MessageOf(delivery, incident, organisation);
        }

        var outcome = channel.RemovedAt is null ? await Send(message, channel, cancellationToken) : SendOutcome.Failed("The channel was removed.");
        await Keep(delivery, channel, outcome);
        return outcome.Delivered;
    }

    private async Task<SendOutcome> Send(AlertMessage message, AlertChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.Send(message, channel, cancellationToken);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // a fault of ours with one channel must not keep the others from being told
            log.LogError(bug, "Sending by channel {Channel} failed inside", channel.Id);
            return SendOutcome.Failed("GrantSync failed inside while sending. Its log has the details.");
        }
    }

    /// <summary>Not cancellable: what has been sent is written down, also when the node stops.</summary>
    private async Task Keep(AlertDelivery delivery, AlertChannel channel, SendOutcome outcome)
    {
        var now = time.GetUtcNow();
        var next = outcome.Delivered || channel.RemovedAt is not null ? null : limits.Next(delivery.PutAt, delivery.Attempts, now);
        var state = outcome.Delivered ? DeliveryState.Delivered : next is null ? DeliveryState.GivenUp : DeliveryState.Waiting;
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();

        // a node that stood still past its claim leaves the word to the one that took over
        await db.AlertDeliveries.Where(d => d.Id == delivery.Id && d.State == DeliveryState.Waiting && d.Attempts == delivery.Attempts).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, state).SetProperty(d => d.NextAt, next)
                .SetProperty(d => d.EndedAt, state == DeliveryState.Waiting ? null : now)
                .SetProperty(d => d.Problem, outcome is { Delivered: true, IsWhole: true } ? null : outcome.Words),
            CancellationToken.None);
        await db.Announce(delivery.TenantId, CancellationToken.None);
        if (!outcome.Delivered)
        {
            log.LogWarning(
                "The alert {Delivery} about incident {Incident} of {Tenant} was not delivered by channel {Channel} ({Attempts} attempts, {State}): {Problem}",
                delivery.Id,
                delivery.IncidentId,
                delivery.TenantId,
                channel.Id,
                delivery.Attempts,
                state,
                outcome.Words);
        }
    }
}
