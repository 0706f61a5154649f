using System.Globalization;
using System.Xml.Linq;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

/// <summary>A second opinion on what a document says: the framework's XML parser and the plainest possible reading of it.</summary>
internal static class SystemXmlDecoder
{
    public static XmlRpcAnswer Answer(byte[] xml)
    {
        var root = Parse(xml);
        if (root.Element("fault") is { } fault)
        {
            var members = fault.Element("value")!.Element("struct")!.Elements("member").ToDictionary(
                member => member.Element("name")!.Value, member => member.Element("value")!.Elements().Single().Value);
            return new XmlRpcAnswer(XmlRpcValue.Nil, int.Parse(members["faultCode"], CultureInfo.InvariantCulture), members["faultString"]);
        }
        return new XmlRpcAnswer(Value(root.Element("params")!.Element("param")!.Element("value")!), null, null);
    }

    public static XmlRpcRequest Call(byte[] xml)
    {
        var root = Parse(xml);
        return new XmlRpcRequest(
            root.Element("methodName")!.Value, [.. root.Element("params")!.Elements("param").Select(one => Value(one.Element("value")!))]);
    }

    private static XElement Parse(byte[] xml) => XDocument.Load(new MemoryStream(xml), LoadOptions.PreserveWhitespace).Root!;

    private static XmlRpcValue Value(XElement value) => value.Elements().SingleOrDefault() is not { } typed
        ? value.Value
        : typed.Name.LocalName switch
        {
            "int" => int.Parse(typed.Value, CultureInfo.InvariantCulture),
            "boolean" => typed.Value == "1",
            "double" => double.Parse(typed.Value, CultureInfo.InvariantCulture),
            "string" => typed.Value,
            "array" => XmlRpcValue.Array([.. typed.Element("data")!.Elements("value").Select(Value)]),
            "struct" => XmlRpcValue.Struct(
                typed.Elements("member").Select(member => (member.Element("name")!.Value, Value(member.Element("value")!)))),
            var other => throw new NotSupportedException(other),
        };
}
