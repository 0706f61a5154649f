using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Web.Commands;

namespace GrantSync.Web.Demo;

/// <summary>
/// <c>demo [--data DIR]</c>: a PostgreSQL, a sandbox Odoo and the web application with an invented organisation, all on this machine. Ends what
/// it started on Ctrl-C; a second start goes on where the first left off.
/// </summary>
internal static class DemoCommand
{
    private const int UsualPort = 5080;
    private const string Database = "demo";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["data"], []);
        var folder = Directory.CreateDirectory(Path.GetFullPath(line.Value("data") ?? Path.Combine(Home(), "data"))).FullName;
        var progress = new Lines(output);
        try
        {
            await Start(folder, output, progress, cancellationToken);
            progress.Report("Everything that the demo started has stopped.");
            return CommandTable.Well;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Report("Stopped before it was ready. Start again to go on.");
            return CommandTable.Well;
        }
        catch (EmbeddedPostgresException broken)
        {
            throw new CannotRunException(broken.Message);
        }
    }

    private static async Task Start(string folder, TextWriter output, Lines progress, CancellationToken cancellationToken)
    {
        progress.Report("Starting PostgreSQL");
        await using var postgres = await EmbeddedPostgres.Start(
            Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions { Progress = progress }, cancellationToken);
        foreach (var migration in await Migrator.Migrate(postgres.ConnectionString, cancellationToken))
        {
            progress.Report($"Migrated the database: {migration}");
        }

        await using var sandbox = await SandboxProcess.Start(folder, Database, cancellationToken);
        progress.Report($"A sandbox Odoo 18 listens on {sandbox.Address}");
        var port = Ports.FreeOr(UsualPort);
        if (port != UsualPort)
        {
            progress.Report($"Port {UsualPort} is taken; using {port}");
        }

        await using var app = GrantSyncWeb.Build(new WebSettings
        {
            ConnectionString = postgres.ConnectionString,
            KeysFolder = Path.Combine(folder, "keys"),
            Urls = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            JsonLogs = false,
            Quiet = true,
            PublicAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            DemoSignIns = DemoSignIn.All,
        });
        await app.StartAsync(cancellationToken);
        var organisation = new DemoOrganisation(app.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);
        await organisation.PutIn(sandbox.Address, Database, progress, cancellationToken);
        WriteSettings(folder, postgres.ConnectionString);
        await output.WriteLineAsync(Welcome(app.Urls.First(), sandbox.Address));
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        progress.Report("Stopping");
        await app.StopAsync(CancellationToken.None);
    }

    /// <summary>So that other commands can be tried on the demo: <c>set -a; . data/settings.env</c>. It holds a password, hence its owner's only.</summary>
    private static void WriteSettings(string folder, string connectionString)
    {
        var file = Path.Combine(folder, "settings.env");
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        foreach (var (name, value) in new[] { ("GRANTSYNC_CONNECTIONSTRING", connectionString), ("GRANTSYNC_KEYSFOLDER", Path.Combine(folder, "keys")) })
        {
            writer.Write($"{name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'\n");
        }
    }

    private static string Welcome(string address, Uri sandbox) =>
        $"""

        GrantSync is ready:  {address}
        The sandbox Odoo:    {sandbox} shows what arrives there

        Sign in as           {string.Join(Environment.NewLine + "                     ", DemoSignIn.All.Select(s => $"{s.Email,-28} {s.Words}"))}
        Password             {DemoSignIn.Password}

        Ctrl-C stops everything.
        """;

    /// <summary>The checkout that this program was built in, or else the folder it is started in.</summary>
    private static string Home()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GrantSync.sln")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }

    private sealed class Lines(TextWriter output) : IProgress<string>
    {
        public void Report(string value)
        {
            output.WriteLine($"  {value}");
            output.Flush();
        }
    }
}
