using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Health;

/// <summary>Forgets pings that are older than the history shows.</summary>
internal sealed class PingRetention(IServiceScopeFactory scopes, HealthLimits limits, TimeProvider time) : ITimedWork
{
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var before = time.GetUtcNow() - limits.KeepPings;
        var gone = await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Pings.Where(p => p.At < before).ExecuteDeleteAsync(cancellationToken);
        return $"Pings older than {limits.KeepPings.Days} days removed: {gone}";
    }
}
