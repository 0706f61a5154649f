using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GrantSync.Web.Commands;

namespace GrantSync.Web.Demo;

/// <summary>The sandbox Odoo as a program of its own beside the demo, as a real Odoo would be.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private const int UsualPort = 18069;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly string pidFile;

    private SandboxProcess(Process process, string pidFile, Uri address) => (this.process, this.pidFile, Address) = (process, pidFile, address);

    public Uri Address { get; }

    /// <summary>Starts it on its usual port, or on any free one when that is taken; its records survive in <paramref name="folder"/>.</summary>
    public static async Task<SandboxProcess> Start(string folder, string database, CancellationToken cancellationToken)
    {
        var program = Program();
        var pidFile = Path.Combine(folder, "sandbox.pid");
        EndLeftOver(pidFile);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                program, "--port", FreePort().ToString(CultureInfo.InvariantCulture), "--version", "18", "--database", database,
                "--data", Path.Combine(folder, "sandbox.json"),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        await File.WriteAllTextAsync(pidFile, process.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        if (line is null || !line.Contains("listening on ", StringComparison.Ordinal))
        {
            throw new CannotRunException($"The sandbox Odoo did not start. It said: {line} {await errors}");
        }

        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new SandboxProcess(process, pidFile, new Uri(line[(line.IndexOf("listening on ", StringComparison.Ordinal) + "listening on ".Length)..]));
    }

    /// <summary>Asks it to end, so that it writes its records; insists after a while.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        process.Dispose();
        File.Delete(pidFile);
    }

    /// <summary>A sandbox that outlived a demo killed with -9 would write into the same file.</summary>
    private static void EndLeftOver(string pidFile)
    {
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture, out var pid))
        {
            return;
        }

        try
        {
            using var left = Process.GetProcessById(pid);
            if (File.ReadAllText($"/proc/{pid}/cmdline").Contains("GrantSync.Sandbox", StringComparison.Ordinal))
            {
                left.Kill();
                left.WaitForExit(Patience);
            }
        }
        catch (Exception gone) when (gone is ArgumentException or IOException)
        {
            // it ended by itself
        }
    }

    /// <summary>The sandbox is built beside this program and is no part of it.</summary>
    private static string Program()
    {
        const string name = "GrantSync.Sandbox";
        var web = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(web.Parent!.Parent!.Parent!.Parent!.FullName, name, "bin", web.Parent.Name, web.Name, $"{name}.dll");
        return File.Exists(program) ? program : throw new CannotRunException($"{program} is not built. Start the demo with ./grantsync demo.");
    }

    private static int FreePort() => Ports.FreeOr(UsualPort);
}

/// <summary>Finds a port on this machine.</summary>
internal static class Ports
{
    /// <summary><paramref name="wanted"/> when nobody listens there, otherwise any free one.</summary>
    public static int FreeOr(int wanted) => IsFree(wanted) ? wanted : Any();

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
