namespace GrantSync.Odoo;

/// <summary>Odoo over XML-RPC (<c>/xmlrpc/2/</c>), which stock Odoo 16 to 21 speaks without any module.</summary>
public sealed class XmlRpcOdooClient(HttpClient http, OdooLogin login, OdooLimits limits, TimeProvider? time = null) : IOdooClient
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public Task<OdooOutcome<T>> Send<T>(OdooCall<T> call, CancellationToken cancellationToken)
    {
        _ = (http, login, limits, time);
        throw new NotImplementedException();
    }
}
