using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Sync;
using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Commands;

/// <summary>
/// Many writes as worlds of ten thousand, each with a database and a seed of its own: what fails is one world, and replays in seconds.
/// </summary>
public static class SimulateCommand
{
    private const int WritesAWorld = 10_000;

    /// <param name="server">A PostgreSQL whose role may create databases.</param>
    /// <param name="args"><c>--writes N --seed N --workers N --tenants N --late-sends yes|no --largest-act N --without GUARD --trace FILE</c>.</param>
    /// <param name="output">Where figures go.</param>
    /// <returns>0 when no world was violated.</returns>
    public static async Task<int> Run(string server, IReadOnlyList<string> args, TextWriter output)
    {
        var writes = Number(args, "--writes", 10_000);
        var seed = Number(args, "--seed", 1);
        await using var databases = await ScratchDatabases.Start(server);
        await using var trace = Text(args, "--trace") is { } file ? new StreamWriter(file) { AutoFlush = true } : null;
        var struck = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var started = Stopwatch.StartNew();
        (long done, long calls, var shown) = (0, 0, 0);
        Memory("start");
        for (; done < writes; seed++)
        {
            var report = await SeededRun.Of(
                new SimulationOptions
                {
                    Seed = seed,
                    Writes = (int)Math.Min(WritesAWorld, writes - done),
                    Workers = Number(args, "--workers", 3),
                    Tenants = Number(args, "--tenants", 2),
                    Faults = Faults(Text(args, "--without"), Text(args, "--late-sends") != "no"),
                    LargestAct = Number(args, "--largest-act", 60),
                    Guards = Without(Text(args, "--without")),
                    Trace = trace,
                },
                databases);
            (done, calls) = (done + report.Writes, calls + report.Calls);
            foreach (var (fault, times) in report.Struck)
            {
                struck[fault] = struck.GetValueOrDefault(fault) + times;
            }

            if (report.Violation is not null)
            {
                output.WriteLine(report);
                // the first of two of a name counts, so these come before what was asked for
                output.WriteLine(Line($"Replay it: ./grantsync bench chaos --seed {seed} --writes {Math.Min(WritesAWorld, writes - (done - report.Writes))} {string.Join(' ', args)}"));
                return 1;
            }

            if (done >= writes / 10d * (shown + 1))
            {
                shown = (int)(done * 10d / writes);
                output.WriteLine(Line($"{done} writes, {calls} calls, {struck.Values.Sum()} faults, {started.Elapsed.TotalSeconds:0} s, last seed {seed} ({report.Fingerprint})"));
                Memory(shown == 5 ? "middle" : shown == 10 ? "end" : "");
            }
        }

        output.WriteLine("faults: " + string.Join(", ", struck.Select(s => Line($"{s.Key} {s.Value}"))));
        output.WriteLine(Line($"{done} writes arrived once and only once, in the order of their acceptance; every call is in the log. {started.Elapsed.TotalSeconds:0} s"));
        return 0;

        void Memory(string when)
        {
            GC.Collect();
            using var self = Process.GetCurrentProcess();
            output.WriteLine(Line($"  memory {when}: {GC.GetTotalMemory(true) / 1048576d:0.0} MB in use, working set {self.WorkingSet64 / 1048576d:0} MB"));
        }
    }

    /// <summary>All guards but the named one.</summary>
    internal static Guards Without(string? guard) => guard switch
    {
        null => new Guards(),
        nameof(Guards.Fence) => new Guards { Fence = false },
        nameof(Guards.OneExternalId) => new Guards { OneExternalId = false },
        nameof(Guards.RevisionOrder) => new Guards { RevisionOrder = false },
        nameof(Guards.ReadFirst) => new Guards { ReadFirst = false },
        _ => throw new ArgumentException($"There is no guard '{guard}'.", nameof(guard)),
    };

    /// <summary>
    /// A missing fence shows only when a worker stands still with an answer in its hands until another has read, found nothing and sent again:
    /// so answers that turn the call away, calls that go on unheard, and pauses are made common.
    /// </summary>
    internal static FaultRates Faults(string? withoutGuard, bool lateSends) => withoutGuard == nameof(Guards.Fence)
        ? new FaultRates { LateSends = lateSends, Pause = 150, TurnedAway = 200, StillWorking = 250, Crash = 5 }
        : new FaultRates { LateSends = lateSends };

    internal static string? Text(IReadOnlyList<string> args, string name)
    {
        var at = args.ToList().IndexOf(name);
        return at < 0 || at + 1 >= args.Count ? null : args[at + 1];
    }

    internal static int Number(IReadOnlyList<string> args, string name, int otherwise) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
