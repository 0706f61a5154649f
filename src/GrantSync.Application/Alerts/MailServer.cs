using System.Globalization;

namespace GrantSync.Application.Alerts;

/// <summary>The operator's mail server, by which alerts go out. The framework's client speaks STARTTLS; TLS from the first byte (port 465) it does not.</summary>
public sealed record MailServer
{
    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>STARTTLS before anything else is said; without it a password would go in the clear.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Null where the server takes mail without a sign-in.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender, such as <c>GrantSync &lt;alerts@example.org&gt;</c>.</summary>
    public required string From { get; init; }

    /// <summary>Where it is, and no more: a record's own text would show the password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
