using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>Turns a finished HTTP exchange into a reply. A web page is never fed to the XML reader.</summary>
internal static class ReplyReader
{
    public static OdooReply Read(OdooPost post, int maxDepth)
    {
        if (post.Status != 200) { return new OdooReply.HttpStatus(post.Status ?? 0); }
        if (post.IsHtml || LooksLikeHtml(post.Received.Span)) { return new OdooReply.Garbled(Html: true, "a web page"); }
        try
        {
            var answer = XmlRpcReader.ReadAnswer(post.Received.Span, maxDepth);
            return answer.FaultCode is { } code ? new OdooReply.Fault(code, answer.FaultText!) : new OdooReply.Answer(answer.Value);
        }
        catch (XmlRpcFormatException unreadable)
        {
            return new OdooReply.Garbled(Html: false, $"its answer cannot be read: {unreadable.Message}");
        }
    }

    private static bool LooksLikeHtml(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n"u8);
        return StartsWith(start, "<!doctype html"u8) || StartsWith(start, "<html"u8);
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
