using GrantSync.Application.Storage;

namespace GrantSync.Web.Commands;

/// <summary><c>postgres --data DIR [--test]</c>: the embedded PostgreSQL alone, until Ctrl-C. <c>--test</c> is for data that may be lost.</summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["data"], ["test"]);
        var options = new EmbeddedPostgresOptions { TestSpeed = line.Has("test"), MayCreateDatabases = line.Has("test") };
        try
        {
            await using var postgres = await EmbeddedPostgres.Start(line.Needed("data"), options, cancellationToken);

            // ./test reads this line
            await output.WriteLineAsync($"postgres ready: {postgres.ConnectionString}");
            await output.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (EmbeddedPostgresException broken)
        {
            throw new CannotRunException(broken.Message);
        }

        return CommandTable.Well;
    }
}
