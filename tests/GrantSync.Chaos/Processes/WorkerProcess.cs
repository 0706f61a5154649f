using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Processes;

/// <summary>A worker's process as its tormentor sees it.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    /// <summary>How a line begins that tells of a failure of the engine's own: there must be none.</summary>
    public const string Bug = "bug: ";

    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process process;
    private bool ready;

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>Begins to warm up; <see cref="Go"/> waits until it has.</summary>
    public static WorkerProcess Start(string connectionString, string keysFolder)
    {
        // a process that lives for seconds is not worth optimising for
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, "worker"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["GRANTSYNC_CHAOS_DATABASE"] = connectionString,
                ["GRANTSYNC_CHAOS_KEYS"] = keysFolder,
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_gcServer"] = "0",
            },
        };
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Lets it take lanes; it will stand still when it comes to the point for the so-manieth time.</summary>
    public async Task Go(WritePoint at, int times)
    {
        await IsReady();
        await Say("go", at, times);
    }

    /// <summary>Waits until it has warmed up, for which it needs its database.</summary>
    public async Task IsReady()
    {
        if (!ready)
        {
            await Hear("ready");
            ready = true;
        }
    }

    /// <summary>A running worker gets another point to stand still at.</summary>
    public Task Arm(WritePoint at, int times) => Say("arm", at, times);

    /// <summary>Waits until it stands where it was told to.</summary>
    public Task StandsAt(WritePoint point) => Hear($"at {point}");

    /// <summary>Waits until it has told so many times that it cannot reach its database.</summary>
    public async Task MissesTheDatabase(int times)
    {
        for (var n = 0; n < times; n++)
        {
            await Hear("The database cannot be reached; lanes stand still until it is back");
        }
    }

    /// <summary>Lets it go on from where it stands.</summary>
    public Task GoOn() => process.StandardInput.WriteLineAsync("on");

    public void KillIt()
    {
        Signal(Kill);
        process.WaitForExit();
    }

    /// <summary>All its threads stand, its heartbeat too.</summary>
    public void StopIt() => Signal(Stop);

    public void ContinueIt() => Signal(Continue);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            KillIt();
        }

        process.Dispose();
    }

    private Task Say(string word, WritePoint at, int times) =>
        process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{word} {at} {times}"));

    private async Task Hear(string line)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } heard)
        {
            Assert.False(heard.StartsWith(Bug, StringComparison.Ordinal), heard);
            if (heard == line)
            {
                return;
            }
        }

        await process.WaitForExitAsync(patience.Token);
        throw new InvalidOperationException($"The worker ended with {process.ExitCode} before it said '{line}'.");
    }

    private void Signal(int number)
    {
        if (SendSignal(process.Id, number) != 0)
        {
            throw new InvalidOperationException($"Signal {number} did not reach the worker.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
