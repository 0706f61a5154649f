using GrantSync.Application;
using GrantSync.Web.Hosting;

namespace GrantSync.Web.Commands;

/// <summary><c>worker</c>: a node without web pages.</summary>
internal static class WorkerCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        _ = new CommandLine(words, [], []);
        var settings = Settings.Read() with { Worker = true };
        await DatabaseState.MustServe(settings.ConnectionString, cancellationToken);
        if (await DatabaseState.NotMigrated(settings.ConnectionString, cancellationToken) is { } older)
        {
            throw new CannotRunException(older);
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "GrantSync.Web" });
        ConsoleLogs.Add(builder.Logging, settings.JsonLogs);
        KeysFolder.Prepare(settings.KeysFolder);
        builder.Services.AddGrantSync(settings.ForApplication());
        using var host = builder.Build();
        using var telemetry = Exports.Start();
        await output.WriteLineAsync("GrantSync's worker runs. Ctrl-C stops it.");
        await host.RunAsync(CancellationToken.None);
        return CommandTable.Well;
    }
}
