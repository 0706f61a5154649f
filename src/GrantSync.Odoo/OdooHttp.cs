using System.Net;

namespace GrantSync.Odoo;

/// <summary>The HTTP client that suits Odoo.</summary>
public static class OdooHttp
{
    /// <summary>
    /// A client with its own pool of connections; make one for each Odoo connection and keep it. It follows no redirect (a redirected POST
    /// becomes a GET), keeps no cookie (a session must not be shared) and repeats nothing (a POST may have been done).
    /// </summary>
    public static HttpClient Create(OdooLimits limits)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = limits.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
        return new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
