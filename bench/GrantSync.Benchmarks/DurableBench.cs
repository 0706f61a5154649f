using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Benchmarks;

/// <summary>
/// How many intents a second are put down durably and confirmed, against a sandbox that answers at once: one an act, each with a commit of
/// its own that waits for the disk, by several people at once. Beside it, what this disk's commits allow: the same number of people each
/// committing one row.
/// </summary>
public static class DurableBench
{
    private const int People = 8;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);

    public static async Task Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
        await using var organisation = await BenchOrganisation.Start(postgres.ConnectionString, Path.Combine(folder, "keys"), "durable", lines: 1, TimeSpan.Zero);
        await organisation.Settle();
        await organisation.Sync();
        await organisation.Settle();

        var limit = await CommitsASecond(postgres.ConnectionString);
        var single = await IntentsASecond(organisation, recordsAnAct: 1, firstId: 1_000_000);
        output.WriteLine(Text(
            $"durable intents, one an act, {People} people: {single:0}/s put down and confirmed; commits of one row on this disk, {People} connections: {limit:0}/s; {100 * single / limit:0} % (aim: 80 %)"));
        var burst = await IntentsASecond(organisation, recordsAnAct: 200, firstId: 5_000_000);
        output.WriteLine(Text($"durable intents, 200 an act: {burst:0}/s put down and confirmed; {100 * burst / limit:0} % of the same commit limit"));
    }

    private static async Task<double> IntentsASecond(BenchOrganisation organisation, int recordsAnAct, long firstId)
    {
        var next = firstId - 1;
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var lane = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await organisation.Settle();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, People).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < Measured)
            {
                var to = Interlocked.Add(ref next, recordsAnAct);
                await organisation.PutDown([.. Enumerable.Range(0, recordsAnAct).Select(n => to - n)]);
            }
        })));
        var put = next - firstId + 1;
        while (await organisation.Query(db => db.Intents.CountAsync(i => i.State != IntentState.Confirmed && i.State != IntentState.Superseded)) > 0)
        {
            await Task.Delay(50);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await lane;
        return put / seconds;
    }

    private static async Task<double> CommitsASecond(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var create = source.CreateCommand("create table bench_commits (id bigint generated always as identity primary key, word text not null)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        long commits = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, People).Select(_ => Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var insert = new NpgsqlCommand("insert into bench_commits (word) values ('a row as long as a payload may well be, so that the log has something to write')", connection);
            while (Stopwatch.GetElapsedTime(started) < Measured / 2)
            {
                await insert.ExecuteNonQueryAsync();
                Interlocked.Increment(ref commits);
            }
        })));
        return commits / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Text(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
