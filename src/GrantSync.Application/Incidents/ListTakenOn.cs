using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>Who has taken on each of these incidents, and what they said; by the incident's id.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ListTakenOn(IReadOnlyList<long> Incidents) : IQuery<IReadOnlyDictionary<long, IncidentMoment>>;

internal sealed class ListTakenOnHandler(GrantSyncDb db) : IRequestHandler<ListTakenOn, Result<IReadOnlyDictionary<long, IncidentMoment>>>
{
    public async Task<Result<IReadOnlyDictionary<long, IncidentMoment>>> Handle(ListTakenOn request, CancellationToken cancellationToken)
    {
        var events = await db.IncidentEvents.AsNoTracking()
            .Where(e => request.Incidents.Contains(e.IncidentId) && e.Kind == IncidentEventKind.Acknowledged).OrderBy(e => e.Id).ToListAsync(cancellationToken);

        // the newest word of each
        return events.GroupBy(e => e.IncidentId).ToDictionary(g => g.Key, g => new IncidentMoment(g.Last().At, g.Last().Kind, g.Last().UserName, g.Last().Note, null));
    }
}
