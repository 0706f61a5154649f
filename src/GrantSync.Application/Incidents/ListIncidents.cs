using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>Incidents that the caller may see: the open ones, or all; red first, then the newest.</summary>
/// <param name="OpenOnly">Leaves out what is resolved.</param>
/// <param name="Tenant">One tenant's; null: of every tenant that the caller sees.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ListIncidents(bool OpenOnly, string? Tenant = null) : IQuery<IReadOnlyList<IncidentItem>>
{
    public const int Most = 200;
}

/// <param name="Red">It is red at present: confirmed as bad, and not yet good again.</param>
/// <param name="PartOf">The incident that alerts for this one: the same outage, begun under another cause.</param>
public sealed record IncidentItem(
    long Id,
    string Tenant,
    string TenantName,
    HealthCause Cause,
    IncidentState State,
    bool Red,
    DateTimeOffset BeganAt,
    DateTimeOffset? RedAt,
    DateTimeOffset? AlertedAt,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset? EscalatedAt,
    DateTimeOffset? ResolvedAt,
    int Relapses,
    long? PartOf,
    string Problem);

internal sealed class ListIncidentsHandler(GrantSyncDb db) : IRequestHandler<ListIncidents, Result<IReadOnlyList<IncidentItem>>>
{
    public async Task<Result<IReadOnlyList<IncidentItem>>> Handle(ListIncidents request, CancellationToken cancellationToken)
    {
        var incidents = db.Incidents.AsNoTracking();
        if (request.OpenOnly)
        {
            incidents = incidents.Where(i => i.State != IncidentState.Resolved);
        }

        if (request.Tenant is { } tenant)
        {
            incidents = incidents.Where(i => i.TenantId == tenant);
        }

        return await incidents
            .OrderBy(i => i.State == IncidentState.Resolved).ThenBy(i => i.RedSince == null).ThenByDescending(i => i.BeganAt).ThenByDescending(i => i.Id)
            .Take(ListIncidents.Most).Items(db).ToListAsync(cancellationToken);
    }
}

internal static class IncidentItems
{
    public static IQueryable<IncidentItem> Items(this IQueryable<Incident> incidents, GrantSyncDb db) =>
        incidents.Select(i => new IncidentItem(
            i.Id,
            i.TenantId,
            db.Tenants.Where(t => t.Id == i.TenantId).Select(t => t.Name).First(),
            i.Cause,
            i.State,
            i.RedSince != null,
            i.BeganAt,
            i.RedAt,
            i.AlertedAt,
            i.AcknowledgedAt,
            i.SnoozedUntil,
            i.EscalatedAt,
            i.ResolvedAt,
            i.Relapses,
            i.PartOf,
            i.Problem));
}
