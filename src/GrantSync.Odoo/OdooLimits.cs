namespace GrantSync.Odoo;

/// <summary>How long and how much the client lets a server take.</summary>
public sealed record OdooLimits
{
    /// <summary>One call from start to last byte. A stock Odoo ends a request at 120 s, so after 130 s no answer will come.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Opening a connection, before anything is sent.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is read, unpacked, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How deep arrays and structs may nest in an answer. Odoo's own stay below ten.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How much of an answer is kept in <see cref="OdooExchange.Response"/>, in bytes.</summary>
    public int MaxKeptResponseBytes { get; init; } = 64 * 1024;
}
