using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Storage;

namespace GrantSync.Benchmarks;

/// <summary>
/// How long a small edit of one tenant takes from Sync to Odoo, alone and beside a tenant with a big backlog: the 95th percentile may move
/// by less than a fifth.
/// </summary>
public static class NeighbourBench
{
    private const int Backlog = 60_000;
    private const int Rounds = 150;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    // what 500 new rows took in a real Odoo on 2 cores; the sandbox alone would answer sooner and cost these cores more
    private static readonly TimeSpan FullBatch = TimeSpan.FromMilliseconds(600);

    public static async Task Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
        var keys = Path.Combine(folder, "keys");
        await using var busy = await BenchOrganisation.Start(postgres.ConnectionString, keys, "busy", 1, FullBatch);
        await using var small = await BenchOrganisation.Start(postgres.ConnectionString, keys, "small", 10, Delay);
        await small.Settle();
        await small.Sync();
        await small.Settle();

        using var stop = new CancellationTokenSource();
        var worker = small.RunWorkers(stop.Token);
        var alone = await Measure(small);
        await busy.PutDown([.. Enumerable.Range(0, Backlog).Select(n => 1_000_000L + n)]);
        var beside = await Measure(small);
        var left = await busy.Waiting();
        await stop.CancelAsync();
        await worker;
        output.WriteLine(Text(
            $"a small tenant's edit, Sync to Odoo, p95 of {Rounds}: alone {alone:0} ms, beside a backlog of {Backlog} ({left} still waiting at the end) {beside:0} ms: {100 * (beside - alone) / alone:+0;-0} % (limit: +20 %)"));
    }

    private static async Task<double> Measure(BenchOrganisation tenant)
    {
        var times = new List<double>();
        for (var n = 0; n < Rounds; n++)
        {
            await tenant.ChangeALine();
            var started = Stopwatch.GetTimestamp();
            await tenant.Sync();
            while (await tenant.Waiting() > 0)
            {
                await Task.Delay(2);
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Order().ElementAt((int)(0.95 * times.Count));
    }

    private static string Text(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
