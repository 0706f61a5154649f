using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Benchmarks;

/// <summary>
/// How many intents a second are put down durably and confirmed, against a sandbox that answers at once: one an act, each with a commit of
/// its own that waits for the disk, by several people at once, in one organisation (whose lane they share) and in one each. Beside it, what
/// this disk's commits allow: the same number of connections each committing one row.
/// </summary>
public static class DurableBench
{
    private const int People = 8;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);
    private static long lastId = 1_000_000;

    public static async Task Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
        var organisations = new List<BenchOrganisation>();
        foreach (var n in Enumerable.Range(1, People))
        {
            var organisation = await BenchOrganisation.Start(postgres.ConnectionString, Path.Combine(folder, "keys"), Text($"durable{n}"), lines: 1, TimeSpan.Zero);
            await organisation.Settle();
            await organisation.Sync();
            await organisation.Settle();
            organisations.Add(organisation);
        }

        var limit = await CommitsASecond(postgres.ConnectionString);
        output.WriteLine(Text($"commits of one row on this disk, {People} connections: {limit:0}/s"));
        await Measure("one an act, all in one organisation", [organisations[0]], recordsAnAct: 1);
        await Measure("one an act, an organisation each", organisations, recordsAnAct: 1);
        await Measure("200 an act, all in one organisation", [organisations[0]], recordsAnAct: 200);
        foreach (var organisation in organisations)
        {
            await organisation.DisposeAsync();
        }

        async Task Measure(string what, IReadOnlyList<BenchOrganisation> busy, int recordsAnAct)
        {
            var rate = await IntentsASecond(busy, recordsAnAct);
            output.WriteLine(Text($"durable intents, {People} people, {what}: {rate:0}/s put down and confirmed; {100 * rate / limit:0} % of the commits (aim: 80 %)"));
        }
    }

    private static async Task<double> IntentsASecond(IReadOnlyList<BenchOrganisation> organisations, int recordsAnAct)
    {
        var first = lastId;
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var workers = organisations[0].RunWorkers(stop.Token);
        await Task.WhenAll(Enumerable.Range(0, People).Select(person => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < Measured)
            {
                var to = Interlocked.Add(ref lastId, recordsAnAct);
                await organisations[person % organisations.Count].PutDown([.. Enumerable.Range(0, recordsAnAct).Select(n => to - n)]);
            }
        })));
        var put = lastId - first;
        foreach (var organisation in organisations)
        {
            while (await organisation.Waiting() > 0)
            {
                await Task.Delay(50);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await workers;
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
