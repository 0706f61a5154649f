using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GrantSync.Sandbox.Tests.Replay;

/// <summary>An answer in a form that two servers can be compared by: members sorted, clock times and server tracebacks left out.</summary>
internal static partial class Answer
{
    private static readonly string[] Clocked = ["write_date", "create_date"];

    public static string Comparable(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        if (text.StartsWith("<!doctype", StringComparison.Ordinal)) { return text; }
        var response = XDocument.Parse(text).Root!;
        return response.Element("fault") is { } fault ? Fault(fault.Element("value")!) : Show(Result(response));
    }

    public static XElement Result(byte[] body) => Result(XDocument.Parse(Encoding.UTF8.GetString(body)).Root!);

    /// <summary>The members of a struct value.</summary>
    public static IEnumerable<(string Name, XElement Value)> Members(XElement value) =>
        value.Element("struct")!.Elements("member").Select(member => (member.Element("name")!.Value, member.Element("value")!));

    public static IEnumerable<XElement> Items(XElement value) => value.Element("array")!.Element("data")!.Elements("value");

    private static XElement Result(XElement response) => response.Element("params")!.Element("param")!.Element("value")!;

    private static string Fault(XElement value)
    {
        var members = Members(value).ToDictionary(member => member.Name, member => member.Value.Value);
        var text = members["faultString"];
        if (members["faultCode"] == "1") { text = ParserText().Replace(text.TrimEnd().Split('\n')[^1], "ExpatError"); }
        return $"fault {members["faultCode"]}: {text}";
    }

    private static string Show(XElement value)
    {
        var typed = value.Elements().SingleOrDefault();
        return typed?.Name.LocalName switch
        {
            null => $"'{value.Value}'",
            "string" => $"'{typed.Value}'",
            "boolean" => typed.Value == "1" ? "True" : "False",
            "array" => $"[{string.Join(", ", Items(value).Select(Show))}]",
            "struct" => $"{{{string.Join(", ", Members(value).OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}: {(Clocked.Contains(member.Name) ? "TIME" : Show(member.Value))}"))}}}",
            _ => typed.Value,
        };
    }

    /// <summary>The words of Python's XML parser are its own.</summary>
    [GeneratedRegex("ExpatError: .*")]
    private static partial Regex ParserText();
}
