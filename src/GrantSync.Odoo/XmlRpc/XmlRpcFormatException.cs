namespace GrantSync.Odoo.XmlRpc;

/// <summary>The bytes are not XML-RPC. The only exception that reading them can throw.</summary>
public sealed class XmlRpcFormatException(string message, int offset) : FormatException($"{message} (at byte {offset})")
{
    /// <summary>Where reading stopped, in bytes from the start.</summary>
    public int Offset { get; } = offset;
}
