using System.Globalization;
using System.Xml;

namespace GrantSync.Sandbox.XmlRpc;

/// <summary>Reads a methodCall. Values become bool, int, double, string, lists and structs; nil becomes null.</summary>
internal static class XmlRpcReader
{
    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = false,
    };

    public static (string Method, IReadOnlyList<object?> Parameters) Read(Stream body)
    {
        try
        {
            using var xml = XmlReader.Create(body, Strict);
            if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "methodCall")
            {
                throw Unreadable("xmlrpc.client.ResponseError: ResponseError()");
            }
            return ReadCall(xml);
        }
        catch (XmlException broken)
        {
            // Odoo lets its parser's own error through as fault 1: recordings 098 and 099. A control character ends here too.
            throw Unreadable($"xml.parsers.expat.ExpatError: {broken.Message}");
        }
        catch (Exception broken) when (broken is FormatException or OverflowException)
        {
            throw Unreadable($"ValueError: {broken.Message}");
        }
    }

    private static (string, IReadOnlyList<object?>) ReadCall(XmlReader xml)
    {
        string? method = null;
        var parameters = new List<object?>();
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            if (xml.LocalName == "methodName") { method = xml.ReadElementContentAsString(); }
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "value") { parameters.Add(ReadValue(xml)); }
        }
        return (method ?? throw Unreadable("xmlrpc.client.ResponseError: ResponseError()"), parameters);
    }

    /// <summary>From the start of a value element to its end tag.</summary>
    private static object? ReadValue(XmlReader xml)
    {
        if (xml.IsEmptyElement) { return ""; }

        var bare = "";
        object? typed = null;
        var hasType = false;
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                typed = ReadTyped(xml);
                hasType = true;
            }
            else { bare += xml.Value; }
        }
        return hasType ? typed : bare;
    }

    private static object? ReadTyped(XmlReader xml) => xml.LocalName switch
    {
        "string" or "base64" or "dateTime.iso8601" => Text(xml),
        "int" or "i4" or "i8" or "i2" or "i1" => int.Parse(Text(xml).Trim(), CultureInfo.InvariantCulture),
        "boolean" => Text(xml).Trim() switch { "1" => true, "0" => false, _ => throw new FormatException("bad boolean value") },
        "double" or "float" => double.Parse(Text(xml).Trim(), CultureInfo.InvariantCulture),
        "nil" => ReadNil(xml),
        "array" => ReadArray(xml),
        "struct" => ReadStruct(xml),
        var other => throw new FormatException($"unknown type {other}"),
    };

    /// <summary>Stays on the end tag, unlike ReadElementContentAsString, so that every reader here ends alike.</summary>
    private static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement) { return ""; }
        var text = "";
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element) { throw new FormatException($"unexpected {xml.LocalName}"); }
            text += xml.Value;
        }
        return text;
    }

    private static object? ReadNil(XmlReader xml)
    {
        Text(xml);
        return null;
    }

    private static List<object?> ReadArray(XmlReader xml)
    {
        var items = new List<object?>();
        var depth = xml.Depth;
        if (xml.IsEmptyElement) { return items; }
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "value") { items.Add(ReadValue(xml)); }
        }
        return items;
    }

    private static Dictionary<string, object?> ReadStruct(XmlReader xml)
    {
        var members = new Dictionary<string, object?>();
        var depth = xml.Depth;
        if (xml.IsEmptyElement) { return members; }
        var name = "";
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            if (xml.LocalName == "name") { name = Text(xml); }
            else if (xml.LocalName == "value") { members[name] = ReadValue(xml); }
        }
        return members;
    }

    private static OdooFault Unreadable(string error) => OdooFault.Traceback(error);
}
