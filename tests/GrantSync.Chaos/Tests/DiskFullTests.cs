using GrantSync.Chaos.Processes;
using Npgsql;

namespace GrantSync.Chaos.Tests;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_worker_whose_tables_have_no_room_to_grow_at_each_point_goes_on_by_itself()
    {
        var disk = new SmallDisk();
        await using var postgres = await OwnPostgres.Start(disk);
        await using var yard = await Yard.Open(postgres.ConnectionString, seed: 1);
        using var worker = yard.StartWorker();
        await Kills.AtEachPoint(yard, worker, async () =>
        {
            var before = postgres.EndOfLog;
            disk.Fill();
            await worker.GoOn();
            await postgres.UntilLogged(" worker 53100 ERROR:", before, meanwhile: () => PutDownIfThereIsRoom(yard));
            disk.MakeRoom();
        });

        await yard.UntilSettled();
        await yard.Look();
    }

    [Fact]
    public async Task A_worker_whose_PostgreSQL_panics_for_want_of_room_at_each_point_goes_on_by_itself()
    {
        var disk = new SmallDisk();
        await using var postgres = await OwnPostgres.Start(disk);
        await using var yard = await Yard.Open(postgres.ConnectionString, seed: 1);
        using var worker = yard.StartWorker();
        await Kills.AtEachPoint(yard, worker, async () =>
        {
            var before = postgres.EndOfLog;
            disk.Fill();
            await postgres.UseUpWriteAheadLog();
            await worker.GoOn();

            // whoever writes next, the worker or this, needs room for the log
            await postgres.UntilLogged(
                "all server processes terminated", before, meanwhile: () => postgres.TryDo("select pg_logical_emit_message(true, '', 'next')"));
            Assert.Contains(" 53100 PANIC:", postgres.LogSince(before), StringComparison.Ordinal);
            await worker.MissesTheDatabase(times: 5);
            disk.MakeRoom();
            await postgres.UntilUp();
            yard.ForgetConnections();
        });

        await yard.UntilSettled();
        await yard.Look();
    }

    /// <summary>People go on working. An act for which there is no room is refused whole.</summary>
    private static async Task PutDownIfThereIsRoom(Yard yard)
    {
        try
        {
            await yard.PutDownSome();
        }
        catch (Exception refused) when (refused.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.DiskFull })
        {
        }
    }
}
