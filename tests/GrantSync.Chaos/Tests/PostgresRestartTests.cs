using GrantSync.Application.Sync;
using GrantSync.Chaos.Processes;

namespace GrantSync.Chaos.Tests;

public sealed class PostgresRestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_whose_PostgreSQL_crashes_at_each_point_goes_on_by_itself(bool staysAwayWhileTheWorkerRuns)
    {
        await using var postgres = await OwnPostgres.Start();
        await using var yard = await Yard.Open(postgres.ConnectionString, seed: 1);
        using var worker = yard.StartWorker();
        await Kills.AtEachPoint(yard, worker, async () =>
        {
            await postgres.Crash();
            if (staysAwayWhileTheWorkerRuns)
            {
                await worker.GoOn();
                await worker.MissesTheDatabase(times: 5);
            }

            await postgres.Start();
            yard.ForgetConnections();
        });

        await yard.UntilSettled();
        await yard.Look();
    }
}
