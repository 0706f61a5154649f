using GrantSync.Application;
using GrantSync.Application.Alerts;
using GrantSync.Web.Demo;

namespace GrantSync.Web;

/// <summary>What the web application needs to know to run.</summary>
public sealed record WebSettings
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    public required string ConnectionString { get; init; }

    public required string KeysFolder { get; init; }

    /// <summary>Where it listens; several are set apart by a semicolon, port 0 takes any free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Whether this node takes lanes and pings besides.</summary>
    public bool Worker { get; init; } = true;

    /// <summary>One JSON object a line for a log collector; otherwise lines for a person.</summary>
    public bool JsonLogs { get; init; } = true;

    /// <summary>Only warnings and errors: the demo's terminal is for its own words.</summary>
    public bool Quiet { get; init; }

    /// <summary>The demo's people, offered on the sign-in page; none outside of the demo.</summary>
    public IReadOnlyList<DemoSignIn> DemoSignIns { get; init; } = [];

    /// <summary>Attempts to sign in that one address may make in a minute.</summary>
    public int SignInsAMinute { get; init; } = 20;

    /// <summary>A larger body is refused with 413.</summary>
    public long LargestBody { get; init; } = 10 * 1024 * 1024;

    /// <summary>By which e-mail goes out; null when there is none.</summary>
    public MailServer? Mail { get; init; }

    /// <summary>Where people open GrantSync, for links in messages.</summary>
    public Uri? PublicAddress { get; init; }

    internal GrantSyncOptions ForApplication() => new()
    {
        ConnectionString = ConnectionString,
        KeysFolder = KeysFolder,
        Worker = Worker,
        Mail = Mail,
        PublicAddress = PublicAddress,
    };
}
