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

    [Fact]
    public async Task A_worker_that_starts_while_PostgreSQL_is_away_works_and_plans_its_jobs_when_it_is_back()
    {
        await using var postgres = await OwnPostgres.Start();
        await using var yard = await Yard.Open(postgres.ConnectionString, seed: 1);
        using var worker = yard.StartWorker();
        await worker.IsReady();
        await postgres.Crash();
        await worker.Go(WritePoint.LaneTaken, times: 1);
        await worker.MissesTheDatabase(times: 5);

        await postgres.Start();
        yard.ForgetConnections();
        await worker.StandsAt(WritePoint.LaneTaken);
        await worker.GoOn();

        await yard.UntilSettled();
        await yard.UntilPlanned();
        await yard.Look();
    }
}
