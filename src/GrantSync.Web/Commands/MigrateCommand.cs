using GrantSync.Application.Storage;

namespace GrantSync.Web.Commands;

/// <summary><c>migrate</c>: prints what it applied.</summary>
internal static class MigrateCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        _ = new CommandLine(words, [], []);
        var connectionString = Settings.ConnectionString();
        await DatabaseState.MustServe(connectionString, cancellationToken);
        await Apply(connectionString, output, cancellationToken);
        return CommandTable.Well;
    }

    public static async Task Apply(string connectionString, TextWriter output, CancellationToken cancellationToken)
    {
        var applied = await Migrator.Migrate(connectionString, cancellationToken);
        await output.WriteLineAsync(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
    }
}
