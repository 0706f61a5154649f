using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Benchmarks;

/// <summary>
/// What a push costs, through the real engine and PostgreSQL, against a sandbox that takes 20 ms a call: calls and seconds for a budget of 1,000
/// lines, beside the same rows sent one a call; and what the engine itself costs a call.
/// </summary>
public static class PushBench
{
    private const int Lines = 1000;
    private const int CallsAim = 8;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    public static async Task Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);

        foreach (var milliseconds in new[] { 20, 100 })
        {
            await PushAgainAndAgain(postgres, folder, TimeSpan.FromMilliseconds(milliseconds), output);
        }

        var batched = await Push(postgres, folder, "batched", oneRowACall: false, Delay);
        output.WriteLine(Text($"push {Lines} lines: {batched.Calls} calls (aim: {CallsAim} or fewer)"));
        var single = await Push(postgres, folder, "single", oneRowACall: true, Delay);
        output.WriteLine(Text(
            $"push {Lines} lines at {Delay.TotalMilliseconds:0} ms a call: {batched.Seconds:0.00} s; one call a record: {single.Seconds:0.00} s in {single.Calls} calls; {single.Seconds / batched.Seconds:0.0} times faster"));
        output.WriteLine(Text(
            $"engine cost a call, beyond Odoo's own time: {1000 * (single.Seconds - single.InOdoo) / single.Calls:0.00} ms (one row a call, {single.Calls} calls, four commits each on this disk)"));
    }

    /// <summary>First push, no change, ten changes: calls and seconds from Sync until all is in Odoo.</summary>
    private static async Task PushAgainAndAgain(EmbeddedPostgres postgres, string folder, TimeSpan delay, TextWriter output)
    {
        await using var organisation = await BenchOrganisation.Start(
            postgres.ConnectionString, Path.Combine(folder, "keys"), string.Create(CultureInfo.InvariantCulture, $"again{delay.TotalMilliseconds}"), Lines, delay);
        await organisation.Settle();
        foreach (var (what, change) in new (string, Func<Task>)[]
        {
            ("first push", () => Task.CompletedTask), ("no change", () => Task.CompletedTask), ("ten changes", () => organisation.ChangeLines(10)),
        })
        {
            await change();
            var before = organisation.Sandbox.Odoo.Calls.Count;
            var started = Stopwatch.GetTimestamp();
            await organisation.Sync();
            await organisation.Settle();
            output.WriteLine(Text(
                $"push {Lines} lines at {delay.TotalMilliseconds:0} ms a call, {what}: {organisation.Sandbox.Odoo.Calls.Count - before} calls, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s"));
        }
    }

    private static async Task<(int Calls, double Seconds, double InOdoo)> Push(EmbeddedPostgres postgres, string folder, string tenant, bool oneRowACall, TimeSpan delay)
    {
        await using var organisation = await BenchOrganisation.Start(postgres.ConnectionString, Path.Combine(folder, "keys"), tenant, Lines, delay);
        await organisation.Settle();
        await organisation.Sync();
        var calls = organisation.Sandbox.Odoo.Calls.Count;
        if (oneRowACall)
        {
            await organisation.Query(db => db.Intents.Where(i => i.State == IntentState.Queued).ExecuteUpdateAsync(set => set.SetProperty(i => i.BatchLimit, 1)));
        }

        var started = Stopwatch.GetTimestamp();
        await organisation.Settle();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sent = organisation.Sandbox.Odoo.Calls.Count - calls;
        var arrived = organisation.Sandbox.Odoo.Records("account.analytic.account").Count(r => r.ExternalId?.StartsWith($"grantsync_{tenant}.", StringComparison.Ordinal) == true);
        if (arrived != Lines + BenchOrganisation.Categories + 1)
        {
            throw new InvalidOperationException($"The push is not whole: {arrived} accounts arrived.");
        }

        var latency = await organisation.Query(db => db.SyncLog.OrderByDescending(r => r.Id).Take(sent).SumAsync(r => r.LatencyMilliseconds ?? 0));
        return (sent, seconds, latency / 1000d);
    }

    private static string Text(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
