using System.Collections.Concurrent;
using System.Security.Cryptography;
using GrantSync.Odoo;
using Microsoft.AspNetCore.DataProtection;

namespace GrantSync.Application.Connections;

/// <summary>How calls reach an Odoo: HTTP, or a model of a server in a simulation.</summary>
public delegate IOdooClient OdooTransport(OdooLogin login);

/// <summary>Opens saved connections: unseals the key and keeps one pooled HTTP client a server.</summary>
public sealed class OdooConnections(IDataProtectionProvider protection, OdooLimits limits, TimeProvider time, OdooTransport? transport = null) : IDisposable
{
    private readonly IDataProtector seal = protection.CreateProtector("GrantSync.OdooKey.v1");
    private readonly ConcurrentDictionary<string, HttpClient> clients = new(StringComparer.OrdinalIgnoreCase);

    public string Seal(string key) => seal.Protect(key);

    /// <summary>The tenant's Odoo, or null when the key ring that sealed its key is not on this machine.</summary>
    public IOdooClient? Open(Connection connection) =>
        Unseal(connection.SealedKey) is { } key ? Open(connection.Server, connection.Database, connection.UserName, connection.Uid, key) : null;

    /// <summary>An Odoo that is being tried out; a uid of 0 can only ask what needs no sign-in.</summary>
    public IOdooClient Open(string server, string database, string user, int uid, string key)
    {
        var address = new OdooAddress(new Uri(server), database);
        var login = new OdooLogin(address, user, uid, new OdooKey(key));
        return transport is null ? new XmlRpcOdooClient(clients.GetOrAdd(server, _ => OdooHttp.Create(limits)), login, limits, time) : transport(login);
    }

    public string? Unseal(string sealedKey)
    {
        try
        {
            return seal.Unprotect(sealedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }
}
