using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>Who was told of an incident, and who could not be.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ListDeliveries(long IncidentId) : IQuery<IReadOnlyList<DeliveryView>>;

internal sealed class ListDeliveriesHandler(GrantSyncDb db) : IRequestHandler<ListDeliveries, Result<IReadOnlyList<DeliveryView>>>
{
    public async Task<Result<IReadOnlyList<DeliveryView>>> Handle(ListDeliveries request, CancellationToken cancellationToken) =>
        await db.AlertDeliveries.AsNoTracking().Where(d => d.IncidentId == request.IncidentId).OrderBy(d => d.PutAt).ThenBy(d => d.Id).Views(db).ToListAsync(cancellationToken);
}

internal static class DeliveryViews
{
    /// <summary>A tenant's admin sees that support was told, not by which channel of the operator's, nor what went wrong there.</summary>
    public static IQueryable<DeliveryView> Views(this IQueryable<AlertDelivery> deliveries, GrantSyncDb db) =>
        from delivery in deliveries
        join channel in db.AlertChannels on delivery.ChannelId equals channel.Id into channels
        from channel in channels.DefaultIfEmpty()
        select new DeliveryView(
            delivery.Id,
            delivery.IncidentId,
            delivery.TenantId,
            channel == null ? null : channel.Name,
            channel == null ? null : channel.Kind,
            delivery.Kind,
            delivery.State,
            delivery.Attempts,
            delivery.PutAt,
            delivery.NextAt,
            delivery.EndedAt,
            channel == null ? null : delivery.Problem);
}
