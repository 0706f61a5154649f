using System.Globalization;
using System.Net.Mail;
using GrantSync.Application.Alerts;
using Npgsql;

namespace GrantSync.Web.Commands;

/// <summary>
/// What a command takes from the command line, the environment and <c>appsettings.json</c> in the folder it is started in; the first of
/// these that says something counts.
/// </summary>
internal static class Settings
{
    public static WebSettings Read(CommandLine? line = null)
    {
        var settings = Sources();
        return new WebSettings
        {
            ConnectionString = ConnectionString(settings),
            KeysFolder = KeysFolder(settings),
            Urls = line?.Value("urls") ?? Value(settings, "Urls") ?? settings["ASPNETCORE_URLS"] ?? WebSettings.DefaultUrls,
            Worker = Flag(settings, "Worker", whenMissing: true),
            JsonLogs = settings["ASPNETCORE_ENVIRONMENT"] != "Development",
            Mail = Mail(settings),
            PublicAddress = PublicAddress(settings),
        };
    }

    public static string ConnectionString() => ConnectionString(Sources());

    /// <summary>Where settings stand. Nothing is watched for changes: the folder may be a large one.</summary>
    public static void Read(IConfigurationBuilder settings) => settings
        .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true, reloadOnChange: false)
        .AddEnvironmentVariables();

    private static IConfigurationRoot Sources()
    {
        var builder = new ConfigurationBuilder();
        Read(builder);
        return builder.Build();
    }

    private static string ConnectionString(IConfiguration settings)
    {
        if ((Value(settings, "ConnectionString") ?? settings.GetConnectionString("GrantSync")) is not { } text)
        {
            throw new CannotRunException(
                "GrantSync does not know its PostgreSQL. Set GRANTSYNC_CONNECTIONSTRING, or GrantSync:ConnectionString in appsettings.json, "
                + "to something like: Host=localhost;Database=grantsync;Username=grantsync;Password=...");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException)
        {
            // the exception's own text may repeat the password
            throw new CannotRunException(
                "The connection string cannot be read. Write it like: Host=localhost;Port=5432;Database=grantsync;Username=grantsync;Password=...");
        }
    }

    private static string KeysFolder(IConfiguration settings)
    {
        if (Value(settings, "KeysFolder") is not { } folder)
        {
            throw new CannotRunException(
                "GrantSync does not know where to keep the keys that seal API keys and cookies. Set GRANTSYNC_KEYSFOLDER, or "
                + "GrantSync:KeysFolder in appsettings.json, to a folder that only GrantSync may read, and keep a copy of it apart from the database's.");
        }

        return Path.GetFullPath(folder);
    }

    /// <summary>Null when no host is set. No sentence repeats the password.</summary>
    private static MailServer? Mail(IConfiguration settings)
    {
        if (Value(settings, "SmtpHost") is not { } host)
        {
            return null;
        }

        if (Value(settings, "MailFrom") is not { } from || !MailAddress.TryCreate(from, out _))
        {
            throw new CannotRunException("GRANTSYNC_SMTPHOST is set, but GRANTSYNC_MAILFROM is no sender. Set it to something like: GrantSync <alerts@example.org>");
        }

        return new MailServer
        {
            Host = host,
            Port = Value(settings, "SmtpPort") switch
            {
                null => 587,
                var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 => port,
                var text => throw new CannotRunException($"GRANTSYNC_SMTPPORT is '{text}'. Set it to a port, such as 587."),
            },
            Tls = Flag(settings, "SmtpTls", whenMissing: true),
            User = Value(settings, "SmtpUser"),
            Password = Value(settings, "SmtpPassword"),
            From = from,
        };
    }

    private static Uri? PublicAddress(IConfiguration settings) => Value(settings, "PublicAddress") switch
    {
        null => null,
        var text when Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "https" or "http" => address,
        var text => throw new CannotRunException($"GRANTSYNC_PUBLICADDRESS is '{text}'. Set it to where people open GrantSync, such as https://grantsync.example.org."),
    };

    /// <summary><c>GRANTSYNC_URLS</c>, or <c>GrantSync:Urls</c>; one that is empty counts as missing.</summary>
    private static string? Value(IConfiguration settings, string name) =>
        new[] { settings[$"GRANTSYNC_{name.ToUpperInvariant()}"], settings[$"GrantSync:{name}"] }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static bool Flag(IConfiguration settings, string name, bool whenMissing) => Value(settings, name) switch
    {
        null => whenMissing,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw new CannotRunException($"GRANTSYNC_{name.ToUpperInvariant()} is '{text}'. Set it to true or false."),
    };
}
