using System.Net;
using System.Net.Sockets;
using GrantSync.Application.Alerts;
using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Hosting;

namespace GrantSync.Web.Commands;

/// <summary><c>doctor [--odoo]</c>: looks at everything that GrantSync stands on, and gives a remedy for what is wrong.</summary>
internal static class DoctorCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["urls"], ["odoo"]);
        var wrong = 0;
        async Task<bool> Tell(string what, string? problem)
        {
            await output.WriteLineAsync(problem is null ? $"well   {what}" : $"WRONG  {what}: {problem}");
            wrong += problem is null ? 0 : 1;
            return problem is null;
        }

        await Tell($".NET {Environment.Version}", Environment.Version.Major >= 10 ? null : "GrantSync needs .NET 10. Install the .NET 10 SDK or runtime.");
        WebSettings settings;
        try
        {
            settings = Settings.Read(line);
            await Tell("Settings", null);
        }
        catch (CannotRunException missing)
        {
            await Tell("Settings", missing.Message);
            return CommandTable.Wrong;
        }

        await Tell("Keys folder", KeysFolder.Problem(settings.KeysFolder));
        foreach (var url in settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var runs = await IsGrantSync(url, cancellationToken);
            await Tell(runs ? $"Address {url}: GrantSync runs there" : $"Address {url} is free", runs ? null : PortProblem(url));
        }

        var database = settings.ConnectionString;
        if (await Tell("PostgreSQL answers", await DatabaseState.Unreachable(database, cancellationToken)))
        {
            await Tell("PostgreSQL's version", await DatabaseState.TooOld(database, cancellationToken));
            await Tell("The database role sees one tenant at a time", await DatabaseState.SeesTooMuch(database, cancellationToken));
            var migrated = await Tell("Migrations", await DatabaseState.NotMigrated(database, cancellationToken));
            if (migrated && wrong == 0)
            {
                await LookAtAlerts(settings, Tell, cancellationToken);
            }

            if (migrated && line.Has("odoo") && wrong == 0)
            {
                await LookAtOdoo(Tell, cancellationToken);
            }
        }

        await output.WriteLineAsync(wrong == 0 ? "Nothing is wrong." : $"{wrong} {(wrong == 1 ? "thing is" : "things are")} wrong.");
        return wrong == 0 ? CommandTable.Well : CommandTable.Wrong;
    }

    private static async Task LookAtAlerts(WebSettings settings, Func<string, string?, Task<bool>> tell, CancellationToken cancellationToken)
    {
        await using var office = await Office.Open(cancellationToken);
        var wants = await office.Send(new CountChannels(), caller => caller.IsTheProgram(Caller.EveryTenant), cancellationToken);
        if (settings.Mail is null && wants.Email > 0)
        {
            await tell("Mail server", $"{wants.Email} {(wants.Email == 1 ? "channel tells" : "channels tell")} people by e-mail, but no mail server is set. "
                + "Set GRANTSYNC_SMTPHOST and GRANTSYNC_MAILFROM (docs/manual/operations.md).");
        }
        else if (settings.Mail is not null)
        {
            await tell($"Mail server {settings.Mail}", settings.Mail is { Tls: false, Password: not null }
                ? "the password goes there in the clear. Set GRANTSYNC_SMTPTLS to true."
                : null);
        }

        if (settings.PublicAddress is null && wants.All > 0)
        {
            await tell("Public address", "alerts carry no link. Set GRANTSYNC_PUBLICADDRESS to where people open GrantSync, such as https://grantsync.example.org.");
        }
    }

    private static async Task LookAtOdoo(Func<string, string?, Task<bool>> tell, CancellationToken cancellationToken)
    {
        await using var office = await Office.Open(cancellationToken);
        foreach (var tenant in await office.Send(new ListTenants(), caller => caller.IsTheProgram(Caller.EveryTenant), cancellationToken))
        {
            void AsTenant(Caller caller) => caller.IsTheProgram(tenant.Id);
            if (await office.Send(new ReadConnection(), AsTenant, cancellationToken) is not { } saved)
            {
                await tell($"Odoo of {tenant.Id}", "none is connected. An admin of the tenant sets it up under Connection.");
                continue;
            }

            try
            {
                var report = await office.Send(new TestConnection(saved.Server, saved.Database, saved.UserName, Key: null), AsTenant, cancellationToken);
                await tell($"Odoo of {tenant.Id}, {saved.Server}", report.Works ? null : report.Steps.First(s => s.Ok == false).Sentence);
            }
            catch (CannotRunException refused)
            {
                await tell($"Odoo of {tenant.Id}, {saved.Server}", refused.Message);
            }
        }
    }

    private static async Task<bool> IsGrantSync(string url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            return await http.GetStringAsync(new Uri($"{url.TrimEnd('/')}/health/live"), cancellationToken) == "alive";
        }
        catch (Exception nobody) when (nobody is HttpRequestException or UriFormatException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string? PortProblem(string url)
    {
        if (!Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address))
        {
            return "this is no address to listen on. Write it like http://127.0.0.1:5080.";
        }

        try
        {
            using var listener = new TcpListener(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
            listener.Start();
            return null;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "another program listens there already. Stop it, or choose another port with --urls."
                : $"it cannot be listened on: {refused.Message}.";
        }
    }
}
