using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace GrantSync.Odoo;

/// <summary>
/// Strikes the key out of whatever comes back: a debug page, a proxy or an add-on may echo what it was sent. In each form in which a server
/// writes it: as it is, escaped for XML, HTML, JSON or an address, and in base 64.
/// </summary>
internal sealed class KeyStrike
{
    /// <summary>A shorter one stands in too many words by chance, and is not an API key.</summary>
    private const int Shortest = 6;

    private readonly List<string> forms;

    public KeyStrike(OdooLogin login)
    {
        var key = login.Key.Reveal();
        forms = key.Length < Shortest ? [] :
        [
            .. new[]
            {
                key,
                WebUtility.HtmlEncode(key),
                key.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
                Uri.EscapeDataString(key),
                WebUtility.UrlEncode(key),
                JavaScriptEncoder.Default.Encode(key),
                JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(key),
                Convert.ToBase64String(Encoding.UTF8.GetBytes(key)).TrimEnd('='),
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{key}")).TrimEnd('='),
            }.Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length),
        ];
    }

    public string Text(string text) => forms.Aggregate(text, (struck, form) => struck.Replace(form, "***", StringComparison.Ordinal));

    /// <summary>The same of bytes; those without the key are given back as they are.</summary>
    public ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> bytes)
    {
        foreach (var form in forms)
        {
            bytes = Without(bytes, Encoding.UTF8.GetBytes(form));
        }

        return bytes;
    }

    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> bytes, byte[] form)
    {
        if (bytes.Span.IndexOf(form) is var at && at < 0)
        {
            return bytes;
        }

        using var struck = new MemoryStream(bytes.Length);
        var rest = bytes.Span;
        for (; at >= 0; at = rest.IndexOf(form))
        {
            struck.Write(rest[..at]);
            struck.Write("***"u8);
            rest = rest[(at + form.Length)..];
        }

        struck.Write(rest);
        return struck.ToArray();
    }
}
