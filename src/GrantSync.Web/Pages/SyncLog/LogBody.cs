using System.Text;
using System.Xml;
using System.Xml.Linq;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>A recorded body as text: as it came or, when asked for and when it is whole XML, with an element a line.</summary>
internal static class LogBody
{
    /// <summary>More would only slow the browser down; the log keeps the rest.</summary>
    private const int Longest = 200_000;

    public static string? Text(byte[]? body, bool indented)
    {
        if (body is null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(body);
        var shown = (indented ? Indented(text) : null) ?? text;
        return shown.Length <= Longest ? shown : $"{shown[..Longest]}\n… {T("{0} more characters", Words.Count(shown.Length - Longest))}";
    }

    private static string? Indented(string text)
    {
        try
        {
            // what a server sends is not trusted: no DTD, no entities, nothing fetched
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, CheckCharacters = false });
            return XDocument.Load(reader).ToString();
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
