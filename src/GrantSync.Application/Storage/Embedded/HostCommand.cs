using System.Diagnostics;
using System.Text;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>Runs a program of the operating system to its end and keeps what it said.</summary>
internal static class HostCommand
{
    internal readonly record struct Answer(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>Exit code 127, as in a shell, when there is no such program.</summary>
    public static async Task<Answer> Run(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            // a folder that every user can reach: the caller's may be closed to the server's user
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new Answer(127, $"{command[0]}: {missing.Message}");
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = new StringBuilder();
            DataReceivedEventHandler keep = (_, line) =>
            {
                if (line.Data is not null)
                {
                    lock (output) { output.AppendLine(line.Data); }
                }
            };
            process.OutputDataReceived += keep;
            process.ErrorDataReceived += keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            lock (output) { return new Answer(process.ExitCode, output.ToString().Trim()); }
        }
    }
}
