using System.Runtime.InteropServices;
using GrantSync.Application.Storage;

namespace GrantSync.Web.Commands;

/// <summary>
/// <c>postgres --data DIR [--test]</c>: runs the embedded PostgreSQL until it is told to stop, and prints how to connect. With <c>--test</c> the
/// role may create databases and nothing is brought to disk.
/// </summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["data"], ["test"]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var options = new EmbeddedPostgresOptions { TestSpeed = line.Has("test"), MayCreateDatabases = line.Has("test") };
            await using var postgres = await EmbeddedPostgres.Start(line.Needed("data"), options, stop.Token);
            await output.WriteLineAsync($"postgres ready: {postgres.ConnectionString}");
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return CommandTable.Well;
        }
        catch (EmbeddedPostgresException broken)
        {
            throw new CannotRunException(broken.Message);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
