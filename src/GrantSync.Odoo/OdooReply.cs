using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>What a transport saw of a call, before anyone has judged it. <see cref="OutcomeRules"/> turns it into an outcome.</summary>
public abstract record OdooReply
{
    private OdooReply() { }

    /// <summary>An ordinary answer.</summary>
    public sealed record Answer(XmlRpcValue Value) : OdooReply;

    /// <summary>An XML-RPC fault inside HTTP 200. Codes: 1 other, 2 user or validation, 3 access denied, 4 access error.</summary>
    public sealed record Fault(int Code, string Text) : OdooReply;

    /// <summary>An HTTP status other than 200: a proxy, a web server or a redirect.</summary>
    public sealed record HttpStatus(int Status) : OdooReply;

    /// <summary>HTTP 200 with something that is not an XML-RPC answer.</summary>
    /// <param name="Html">It is a web page.</param>
    /// <param name="Why">What is wrong with it.</param>
    public sealed record Garbled(bool Html, string Why) : OdooReply;

    /// <summary>The request left, and no whole answer came: cut, reset, timed out, cancelled.</summary>
    public sealed record Lost(string Why) : OdooReply;

    /// <summary>The request's body did not leave: no address, no connection, no TLS, or too slow in that.</summary>
    public sealed record Unsent(string Why) : OdooReply;

    /// <summary>Held back here, because the rows hold text that XML cannot carry.</summary>
    public sealed record Unsendable(IReadOnlyList<RowRefusal> Rows) : OdooReply;
}
