using GrantSync.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Actuals;

/// <summary>Reads every tenant's actuals each night.</summary>
internal sealed class NightlyActuals(NightlyRound round) : ITimedWork
{
    public Task<string> Run(bool all, CancellationToken cancellationToken) => round.Run(
        NightlyWork.Actuals,
        all,
        async (services, connection) =>
        {
            var read = await services.GetRequiredService<ActualsReading>().Run(connection, null, cancellationToken);

            // another's reading is as good as ours
            return read?.Problem is null;
        },
        cancellationToken);
}
