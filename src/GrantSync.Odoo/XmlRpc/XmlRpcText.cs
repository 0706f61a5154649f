using System.Buffers;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>What text XML-RPC can carry.</summary>
public static class XmlRpcText
{
    /// <summary>The format of <c>dateTime.iso8601</c> as Python writes it.</summary>
    internal const string MomentFormat = "yyyyMMdd'T'HH':'mm':'ss";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code).Except(['\t', '\n', '\r']), '\uFFFE', '\uFFFF']);

    /// <summary>
    /// The first character that no XML 1.0 document can hold, or null when the text can be sent. Odoo's reader (expat) refuses the whole
    /// document for one, raw or as a numeric reference, with a fault 1; its writer leaves them out of answers. Half of a surrogate pair has
    /// no UTF-8 form at all.
    /// </summary>
    public static char? FirstUnsendable(string text)
    {
        var at = text.AsSpan().IndexOfAny(Forbidden);
        if (at >= 0) { return text[at]; }
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) { return null; }
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) { continue; }
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) { return text[i]; }
            i++;
        }
        return null;
    }

    /// <summary>The same for every text inside a value.</summary>
    public static char? FirstUnsendable(XmlRpcValue value) => value.Kind switch
    {
        XmlRpcKind.String => FirstUnsendable(value.Text!),
        XmlRpcKind.Array => value.Items!.Select(FirstUnsendable).FirstOrDefault(found => found is not null),
        XmlRpcKind.Struct => value.Members!
            .Select(member => FirstUnsendable(member.Key) ?? FirstUnsendable(member.Value)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
