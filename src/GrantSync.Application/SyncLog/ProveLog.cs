using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.SyncLog;

/// <summary>Proves every tenant's log once a day, so that a seal is looked at before somebody asks.</summary>
internal sealed class ProveLog(IServiceScopeFactory scopes, ILogger<ProveLog> log) : ITimedWork
{
    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var proofs = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyLog(null, []), cancellationToken)).Value;
        var broken = proofs.Where(p => p.Fault is not null).ToList();
        foreach (var proof in broken)
        {
            log.LogCritical("The sync log of {Tenant} is not what was sealed: {Fault}", proof.Tenant, proof.Fault);
        }

        return broken.Count == 0
            ? $"As they were sealed: rows {proofs.Sum(p => p.Rows)}, organisations {proofs.Count}"
            : throw new InvalidOperationException($"The sync log of {string.Join(", ", broken.Select(p => p.Tenant))} is not what was sealed. {broken[0].Fault} Run ./grantsync verify-log.");
    }
}
