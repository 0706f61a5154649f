namespace GrantSync.Odoo;

/// <summary>One database on one Odoo server.</summary>
/// <param name="Server">Where Odoo answers, such as <c>https://books.example.org</c>; a path in front of <c>/xmlrpc</c> is kept.</param>
/// <param name="Database">The database's name as Odoo's administrator gave it.</param>
/// <exception cref="ArgumentException">The server's address is not an absolute http or https one.</exception>
public sealed record OdooAddress(Uri Server, string Database)
{
    /// <summary>Where Odoo answers.</summary>
    public Uri Server { get; } = Server is { IsAbsoluteUri: true, Scheme: "http" or "https" }
        ? Server
        : throw new ArgumentException("Odoo's address begins with https:// or http://.", nameof(Server));

    /// <summary>The service's URL. The <c>/xmlrpc/2/</c> form gives faults with a number; the older one gives them as text.</summary>
    internal Uri Endpoint(string service) => new($"{Server.AbsoluteUri.TrimEnd('/')}/xmlrpc/2/{service}");
}
