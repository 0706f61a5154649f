using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>Takes a channel away with its secrets; what was delivered by it stays to be read.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record RemoveChannel(long Id) : ICommand<Done>;

internal sealed class RemoveChannelHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<RemoveChannel, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveChannel request, CancellationToken cancellationToken)
    {
        var channel = await db.AlertChannels.Home(caller).SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (channel is null)
        {
            return new ChannelIsGone();
        }

        channel.RemovedAt = time.GetUtcNow();
        (channel.SealedAddress, channel.SealedSecret) = (null, null);
        return Done.Instance;
    }
}
