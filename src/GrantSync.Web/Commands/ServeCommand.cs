using GrantSync.Application.Storage;

namespace GrantSync.Web.Commands;

/// <summary><c>serve [--migrate] [--urls http://...]</c>. A database of an older version is left alone unless told to migrate it.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["urls"], ["migrate"]);
        var settings = Settings.Read(line);
        await DatabaseState.MustServe(settings.ConnectionString, cancellationToken);
        if (line.Has("migrate"))
        {
            await MigrateCommand.Apply(settings.ConnectionString, output, cancellationToken);
        }
        else if (await Migrator.Missing(settings.ConnectionString, cancellationToken) is { Count: > 0 } missing)
        {
            throw new CannotRunException(
                $"The database lacks {string.Join(", ", missing)}. Run ./grantsync migrate, or start with ./grantsync serve --migrate.");
        }

        await using var app = GrantSyncWeb.Build(settings);
        try
        {
            await app.StartAsync(CancellationToken.None);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CannotRunException($"{settings.Urls} is taken by another program. Choose another with --urls http://127.0.0.1:5081.");
        }

        await output.WriteLineAsync($"GrantSync serves {string.Join(" and ", app.Urls)}. Ctrl-C stops it.");
        await app.WaitForShutdownAsync(CancellationToken.None);
        return CommandTable.Well;
    }
}
