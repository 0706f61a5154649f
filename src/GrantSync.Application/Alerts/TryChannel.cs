using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>Sends a trial by a channel now and answers what the far side said. It waits for the far side, so it holds no transaction.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record TryChannel(long Id) : IQuery<SendOutcome>;

internal sealed class TryChannelHandler(GrantSyncDb db, AlertSender sender, Caller caller) : IRequestHandler<TryChannel, Result<SendOutcome>>
{
    public async Task<Result<SendOutcome>> Handle(TryChannel request, CancellationToken cancellationToken) =>
        await db.AlertChannels.AsNoTracking().Home(caller).SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken) is { } channel
            ? await sender.SendTrial(channel, cancellationToken)
            : new ChannelIsGone();
}
