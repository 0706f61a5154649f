using System.Net;
using System.Net.Sockets;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>The ports to try, in order. Another program may still take one before the server does, hence more than one.</summary>
internal static class PortChoice
{
    private const int MoreTries = 4;

    public static IEnumerable<int> For(int? preferred, int? ofLastRun)
    {
        foreach (var wish in new[] { preferred, ofLastRun })
        {
            if (wish is { } port && IsFree(port)) { yield return port; }
        }

        for (var i = 0; i < MoreTries; i++)
        {
            yield return AnyFree();
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int AnyFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
