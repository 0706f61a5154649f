namespace GrantSync.Odoo.XmlRpc;

/// <summary>A <c>methodResponse</c>: a value, or a fault with its code and text.</summary>
/// <param name="Value">The value; nil for a fault.</param>
/// <param name="FaultCode">The fault's number, or null when this is an ordinary answer.</param>
/// <param name="FaultText">The fault's text, or null when this is an ordinary answer.</param>
public sealed record XmlRpcAnswer(XmlRpcValue Value, int? FaultCode, string? FaultText);

/// <summary>A <c>methodCall</c>.</summary>
public sealed record XmlRpcRequest(string Method, IReadOnlyList<XmlRpcValue> Params);
