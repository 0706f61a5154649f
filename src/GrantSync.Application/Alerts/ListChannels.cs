using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>The channels that the caller looks after, and what was lately delivered by them. No secret is among it.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ListChannels : IQuery<ChannelsView>;

/// <param name="MailIsSet">Whether the operator has set a mail server.</param>
/// <param name="LinksAreSet">Whether the operator has said where people open GrantSync.</param>
/// <param name="Deliveries">Of these channels, newest first.</param>
public sealed record ChannelsView(bool MailIsSet, bool LinksAreSet, IReadOnlyList<ChannelView> Channels, IReadOnlyList<DeliveryView> Deliveries);

/// <param name="Address">The addresses of e-mail, the host of a web address.</param>
/// <param name="Failing">What is wrong with its newest delivery; null when that went well.</param>
public sealed record ChannelView(
    long Id, ChannelKind Kind, string Name, string Address, bool OnRed, bool OnEscalation, bool OnResolved, DateTimeOffset SavedAt, string? Failing);

/// <param name="Channel">Its name; null where the channel is the operator's and the reader is not.</param>
public sealed record DeliveryView(
    Guid Id,
    long IncidentId,
    string Tenant,
    string? Channel,
    ChannelKind? ChannelKind,
    AlertKind Kind,
    DeliveryState State,
    int Attempts,
    DateTimeOffset PutAt,
    DateTimeOffset? NextAt,
    DateTimeOffset? EndedAt,
    string? Problem);

internal sealed class ListChannelsHandler(GrantSyncDb db, GrantSyncOptions options, Caller caller) : IRequestHandler<ListChannels, Result<ChannelsView>>
{
    private const int Shown = 50;

    public async Task<Result<ChannelsView>> Handle(ListChannels request, CancellationToken cancellationToken)
    {
        var channels = await db.AlertChannels.AsNoTracking().Home(caller).OrderBy(c => c.Name).ThenBy(c => c.Id)
            .Select(c => new ChannelView(
                c.Id,
                c.Kind,
                c.Name,
                c.ShownAddress,
                c.OnRed,
                c.OnEscalation,
                c.OnResolved,
                c.SavedAt,
                db.AlertDeliveries.Where(d => d.ChannelId == c.Id && d.Attempts > 0).OrderByDescending(d => d.PutAt)
                    .Select(d => d.State == DeliveryState.Delivered ? null : d.Problem).FirstOrDefault()))
            .ToListAsync(cancellationToken);
        var home = OwnChannels.HomeOf(caller);
        var deliveries = await db.AlertDeliveries.AsNoTracking()
            .Where(d => db.AlertChannels.Any(c => c.Id == d.ChannelId && c.TenantId == home))
            .OrderByDescending(d => d.PutAt).Take(Shown).Views(db).ToListAsync(cancellationToken);
        return new ChannelsView(options.Mail is not null, options.PublicAddress is not null, channels, deliveries);
    }
}
