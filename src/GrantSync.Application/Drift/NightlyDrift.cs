using GrantSync.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Drift;

/// <summary>Compares every tenant's Odoo each night.</summary>
internal sealed class NightlyDrift(NightlyRound round) : ITimedWork
{
    public Task<string> Run(bool all, CancellationToken cancellationToken) => round.Run(
        NightlyWork.Drift,
        all,
        async (services, connection) =>
        {
            var run = await services.GetRequiredService<DriftCheck>().Run(connection, null, cancellationToken);

            // nothing compared at all: Odoo was away, and the night is not over
            return run.Problem is null || run.Compared > 0;
        },
        cancellationToken);
}
