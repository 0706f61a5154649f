using GrantSync.Application.Alerts;
using GrantSync.Application.Health;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>Takes a tenant's incidents one step further, in the caller's transaction and behind its lock on the tenant's health.</summary>
internal sealed class IncidentStore(GrantSyncDb db, AlertQueue alerts)
{
    /// <summary>What can still hold up an alert: a window that ended longer ago does not.</summary>
    private static readonly TimeSpan WindowsBack = MaintenanceWindow.Longest * 2;

    /// <summary>What the pill and the time bring.</summary>
    public async Task<int> Step(TenantPill pill, DateTimeOffset now, HealthLimits limits, CancellationToken cancellationToken)
    {
        var incidents = await Lively(pill.TenantId, (pill.Since < now ? pill.Since : now) - limits.RelapseWithin, cancellationToken);
        if (incidents.Count == 0 && pill.Pill is Pill.Green)
        {
            return 0;
        }

        var steps = IncidentRule.Step(new HealthSeen(now, pill, await Windows(pill.TenantId, now, cancellationToken), limits), incidents);
        await Keep(steps, cancellationToken);
        return steps.Count;
    }

    /// <summary>The tenant's due ping was not measured. Answers whether that is new.</summary>
    public async Task<bool> NotMeasured(string tenant, DateTimeOffset since, DateTimeOffset now, HealthLimits limits, CancellationToken cancellationToken)
    {
        var incidents = await Lively(tenant, since - limits.RelapseWithin, cancellationToken);
        var steps = IncidentRule.NotMeasured(new HealthSeen(now, null, [], limits), tenant, since, "A due ping was not measured: the pinger may be standing still.", incidents);
        await Keep(steps, cancellationToken);
        return steps.Count > 0;
    }

    /// <summary>Without a connection nothing is measured any more, so nothing would ever end.</summary>
    public async Task ConnectionEnded(string tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await db.Incidents.Where(i => i.TenantId == tenant && i.State != IncidentState.Resolved).ToListAsync(cancellationToken);
        foreach (var incident in open)
        {
            (incident.State, incident.ResolvedAt, incident.RedSince) = (IncidentState.Resolved, now, null);
        }

        await Keep([.. open.Select(i => new IncidentStep(i, IncidentEventKind.ConnectionEnded, now))], cancellationToken);
    }

    /// <summary>Open ones, those that may relapse, and those whose end is still to be told.</summary>
    private Task<List<Incident>> Lively(string tenant, DateTimeOffset resolvedFrom, CancellationToken cancellationToken) =>
        db.Incidents.Where(i => i.TenantId == tenant)
            .Where(i => i.State != IncidentState.Resolved || i.ResolvedAt >= resolvedFrom || (i.AlertedAt != null && i.ResolvedToldAt == null))
            .OrderBy(i => i.Id).ToListAsync(cancellationToken);

    private Task<List<MaintenanceWindow>> Windows(string tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.MaintenanceWindows.AsNoTracking().Where(w => w.TenantId == tenant && w.FromAt <= now && w.ToAt > now - WindowsBack).ToListAsync(cancellationToken);

    private async Task Keep(IReadOnlyList<IncidentStep> steps, CancellationToken cancellationToken)
    {
        if (steps.Count == 0)
        {
            return;
        }

        db.Incidents.AddRange(steps.Select(s => s.Incident).Distinct().Where(i => i.Id == 0));
        await db.SaveChangesAsync(cancellationToken);
        foreach (var step in steps)
        {
            db.IncidentEvents.Add(new IncidentEvent { TenantId = step.Incident.TenantId, IncidentId = step.Incident.Id, Kind = step.Kind, At = step.At, Note = step.Note });
            if (step.Alert is { } alert)
            {
                await alerts.Put(step.Incident, alert, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
