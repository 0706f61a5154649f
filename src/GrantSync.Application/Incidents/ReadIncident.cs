using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>An incident with its timeline and the record errors that joined it.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadIncident(long Id) : IQuery<IncidentDetail>
{
    /// <summary>More than these are not counted.</summary>
    public const int MostTroubles = 1000;
}

/// <param name="Timeline">Oldest first.</param>
/// <param name="Parts">Incidents of the same outage under other causes.</param>
/// <param name="Troubles">Calls that ended badly from its beginning to its end, pings left out; at most <see cref="ReadIncident.MostTroubles"/>.</param>
/// <param name="Maintenance">The window that holds now; null outside one.</param>
public sealed record IncidentDetail(
    IncidentItem Incident, IReadOnlyList<IncidentMoment> Timeline, IReadOnlyList<IncidentItem> Parts, int Troubles, MaintenanceItem? Maintenance);

/// <param name="By">The person's name; null for GrantSync itself.</param>
public sealed record IncidentMoment(DateTimeOffset At, IncidentEventKind Kind, string? By, string? Note, DateTimeOffset? Until);

public sealed record IncidentIsGone() : NotFound("There is no such incident.");

internal sealed class ReadIncidentHandler(GrantSyncDb db, TimeProvider time) : IRequestHandler<ReadIncident, Result<IncidentDetail>>
{
    public async Task<Result<IncidentDetail>> Handle(ReadIncident request, CancellationToken cancellationToken)
    {
        var incident = await db.Incidents.AsNoTracking().Where(i => i.Id == request.Id).Items(db).SingleOrDefaultAsync(cancellationToken);
        if (incident is null)
        {
            return new IncidentIsGone();
        }

        var now = time.GetUtcNow();
        var timeline = await db.IncidentEvents.AsNoTracking().Where(e => e.IncidentId == request.Id).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new IncidentMoment(e.At, e.Kind, e.UserName, e.Note, e.Until)).ToListAsync(cancellationToken);
        var parts = await db.Incidents.AsNoTracking().Where(i => i.PartOf == request.Id).OrderBy(i => i.Id).Items(db).ToListAsync(cancellationToken);
        var maintenance = await db.MaintenanceWindows.AsNoTracking().Where(w => w.TenantId == incident.Tenant && w.FromAt <= now && now < w.ToAt)
            .OrderBy(w => w.ToAt).Items(db).LastOrDefaultAsync(cancellationToken);
        return new IncidentDetail(incident, timeline, parts, await Troubles(incident, cancellationToken), maintenance);
    }

    /// <summary>Record errors of a tenant that is down belong to its incident; nobody is told of them one by one.</summary>
    private Task<int> Troubles(IncidentItem incident, CancellationToken cancellationToken)
    {
        var until = incident.ResolvedAt ?? DateTimeOffset.MaxValue;
        return db.SyncLog.Where(r => r.TenantId == incident.Tenant && r.At >= incident.BeganAt && r.At <= until)
            .Where(r => r.Entity != "health" && r.CompletedAt != null && r.Outcome != "ok" && r.Outcome != "missing")
            .Select(r => r.Id).Take(ReadIncident.MostTroubles).CountAsync(cancellationToken);
    }
}
