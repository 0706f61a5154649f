using GrantSync.Application.Incidents;

namespace GrantSync.Application.Alerts;

/// <summary>Sends a message by a channel, whatever its kind, and answers what the far side said.</summary>
internal sealed class AlertSender(AlertMail mail, AlertPost post, ChannelSeal seal, GrantSyncOptions options, TimeProvider time)
{
    public AlertMessage MessageOf(AlertDelivery delivery, Incident incident, string organisation) =>
        AlertMessage.Of(delivery, incident, organisation, options.PublicAddress);

    public Task<SendOutcome> SendTrial(AlertChannel channel, CancellationToken cancellationToken) =>
        Send(AlertMessage.Trial(channel, time.GetUtcNow(), options.PublicAddress), channel, cancellationToken);

    public Task<SendOutcome> Send(AlertMessage message, AlertChannel channel, CancellationToken cancellationToken)
    {
        if (channel.Kind == ChannelKind.Email)
        {
            return mail.Send(message, channel.ShownAddress, cancellationToken);
        }

        return seal.Open(channel.SealedAddress) is { } address && (channel.SealedSecret is null || seal.Open(channel.SealedSecret) is not null)
            ? post.Send(message, channel.Kind, new Uri(address), seal.Open(channel.SealedSecret), cancellationToken)
            : Task.FromResult(SendOutcome.Failed("The channel's address cannot be opened on this machine: its key ring is another one. Enter the address again."));
    }
}
