using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>Tries a delivery again that was given up, for another day; under the same id, as the far side may have it after all.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record SendAgain(Guid DeliveryId) : ICommand<Done>;

internal sealed class SendAgainHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<SendAgain, Result<Done>>
{
    public async Task<Result<Done>> Handle(SendAgain request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var own = db.AlertChannels.Home(caller);
        var again = await db.AlertDeliveries
            .Where(d => d.Id == request.DeliveryId && d.State == DeliveryState.GivenUp && own.Any(c => c.Id == d.ChannelId))
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.NextAt, now).SetProperty(d => d.PutAt, now)
                    .SetProperty(d => d.Attempts, 0).SetProperty(d => d.EndedAt, (DateTimeOffset?)null),
                cancellationToken);
        return again == 1 ? Done.Instance : new NotFound("Nothing of it is given up any more, or its channel is gone.");
    }
}
