using GrantSync.Application.Incidents;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>Keeps a measurement and all that follows from it: the pill, the lane's breaker, incidents, and when to look again. One transaction.</summary>
internal sealed class PingStore(GrantSyncDb db, IncidentStore incidents)
{
    /// <summary>So many pings tell the pill of a tenant that was measured before the pill was kept.</summary>
    private const int Window = 300;

    /// <param name="ping">What was measured.</param>
    /// <param name="startedAt">When the measuring began: the next begins a period later, however long this one took.</param>
    /// <param name="limits">The tenant's.</param>
    public async Task Keep(Ping ping, DateTimeOffset startedAt, HealthLimits limits, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockHealth(ping.TenantId, cancellationToken);
        var before = await PillOf(ping.TenantId, limits, cancellationToken);
        var pill = PillRule.Next(before.Pill, ping, limits);
        db.Pings.Add(ping);
        if (before.IsKept)
        {
            db.Update(pill);
        }
        else
        {
            db.Add(pill);
        }

        await incidents.Step(pill, ping.At, limits, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await TellLane(ping, pill, cancellationToken);

        var next = PillRule.NextPingAt(pill, startedAt, limits);
        await db.Connections.Where(c => c.TenantId == ping.TenantId).ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPingAt, next), cancellationToken);
        await db.Announce(ping.TenantId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The pill of a tenant, and whether its row is there.</summary>
    public async Task<(TenantPill? Pill, bool IsKept)> PillOf(string tenant, HealthLimits limits, CancellationToken cancellationToken)
    {
        if (await db.Pills.AsNoTracking().SingleOrDefaultAsync(p => p.TenantId == tenant, cancellationToken) is { } kept)
        {
            return (kept, true);
        }

        // an ended connection's pings say nothing of the next one
        var pings = await db.Pings.AsNoTracking().Where(p => p.TenantId == tenant && db.Connections.Any(c => c.TenantId == tenant && c.SavedAt <= p.At)).OrderByDescending(p => p.At).Take(Window).ToListAsync(cancellationToken);
        pings.Reverse();
        return (PillRule.After(pings, limits), false);
    }

    /// <summary>Red health opens the lane's breaker; an answer lets one row try whether it may close.</summary>
    private async Task TellLane(Ping ping, TenantPill pill, CancellationToken cancellationToken)
    {
        if (ping.Verdict != PingVerdict.Bad)
        {
            await db.Database.ExecuteSqlAsync(
                $"update lanes set breaker = 'half_open', due_at = {ping.At} where tenant_id = {ping.TenantId} and breaker = 'open'", cancellationToken);
        }
        else if (pill.Pill == Pill.Red)
        {
            await db.Database.ExecuteSqlAsync(
                $"update lanes set breaker = 'open', stopped_because = {ping.Problem} where tenant_id = {ping.TenantId} and (breaker <> 'open' or stopped_because is distinct from {ping.Problem})", cancellationToken);
        }
    }
}
