using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>How many channels there are, of the operator and of all tenants, for whoever checks the settings.</summary>
[Allow(Program = true)]
public sealed record CountChannels : IQuery<ChannelCount>;

public sealed record ChannelCount(int All, int Email);

internal sealed class CountChannelsHandler(GrantSyncDb db) : IRequestHandler<CountChannels, Result<ChannelCount>>
{
    public async Task<Result<ChannelCount>> Handle(CountChannels request, CancellationToken cancellationToken)
    {
        var there = db.AlertChannels.Where(c => c.RemovedAt == null);
        return new ChannelCount(await there.CountAsync(cancellationToken), await there.CountAsync(c => c.Kind == ChannelKind.Email, cancellationToken));
    }
}
