using System.Runtime.InteropServices;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>
/// Reads XML-RPC from UTF-8 bytes in one pass, without reflection or a general XML parser. Takes what Python and other servers write:
/// untyped text, <c>i4</c>, <c>i8</c>, <c>nil</c> and <c>ex:nil</c>, comments, CDATA. White space inside text is kept.
/// </summary>
public ref struct XmlRpcReader
{
    /// <summary>Deeper than this is never read, whatever limit is asked for: each level takes room on the stack.</summary>
    public const int DeepestEver = 256;

    private readonly int maxDepth;

    // what has been read of the arrays and structs that are still open, the innermost last: closing one cuts its own part off
    private readonly List<XmlRpcValue> items = [];
    private readonly List<KeyValuePair<string, XmlRpcValue>> members = [];
    private XmlScanner scanner;
    private NameCache names;
    private int depth;

    private XmlRpcReader(ReadOnlySpan<byte> xml, int maxDepth)
    {
        scanner = new XmlScanner(xml);
        names = new NameCache();
        this.maxDepth = Math.Min(maxDepth, DeepestEver);
    }

    /// <summary>Reads a <c>methodResponse</c>.</summary>
    /// <param name="xml">The whole document.</param>
    /// <param name="maxDepth">How deep arrays and structs may nest.</param>
    /// <exception cref="XmlRpcFormatException">It is not one, it is cut off, or it nests too deep.</exception>
    public static XmlRpcAnswer ReadAnswer(ReadOnlySpan<byte> xml, int maxDepth = 64)
    {
        var reader = new XmlRpcReader(xml, maxDepth);
        reader.scanner.Expect("<methodResponse>"u8);
        var answer = reader.scanner.TryTake("<fault>"u8) ? reader.ReadFault() : reader.ReadSoleParameter();
        reader.scanner.Expect("</methodResponse>"u8);
        reader.scanner.End();
        return answer;
    }

    /// <summary>Reads a <c>methodCall</c>.</summary>
    /// <param name="xml">The whole document.</param>
    /// <param name="maxDepth">How deep arrays and structs may nest.</param>
    /// <exception cref="XmlRpcFormatException">It is not one, it is cut off, or it nests too deep.</exception>
    public static XmlRpcRequest ReadCall(ReadOnlySpan<byte> xml, int maxDepth = 64)
    {
        var reader = new XmlRpcReader(xml, maxDepth);
        reader.scanner.Expect("<methodCall>"u8);
        reader.scanner.Expect("<methodName>"u8);
        var method = reader.scanner.ReadText();
        reader.scanner.Expect("</methodName>"u8);
        var parameters = new List<XmlRpcValue>();
        if (reader.Opens("params"u8))
        {
            while (reader.scanner.TryTake("<param>"u8))
            {
                parameters.Add(reader.ReadValue());
                reader.scanner.Expect("</param>"u8);
            }
            reader.scanner.Expect("</params>"u8);
        }
        reader.scanner.Expect("</methodCall>"u8);
        reader.scanner.End();
        return new XmlRpcRequest(method, parameters);
    }

    private XmlRpcAnswer ReadSoleParameter()
    {
        scanner.Expect("<params>"u8);
        scanner.Expect("<param>"u8);
        var value = ReadValue();
        scanner.Expect("</param>"u8);
        scanner.Expect("</params>"u8);
        return new XmlRpcAnswer(value, null, null);
    }

    private XmlRpcAnswer ReadFault()
    {
        var fault = ReadValue();
        scanner.Expect("</fault>"u8);
        return fault["faultCode"]?.Int is { } code and >= int.MinValue and <= int.MaxValue && fault["faultString"]?.Text is { } text
            ? new XmlRpcAnswer(XmlRpcValue.Nil, (int)code, text)
            : throw scanner.Error("a fault without a numeric code and a text");
    }

    private XmlRpcValue ReadValue()
    {
        if (scanner.TryTake("<value>"u8)) { return ReadValueContent(); }
        var tag = scanner.NextTag();
        if (tag.Closes || !tag.Name.SequenceEqual("value"u8)) { throw scanner.Error("<value> should be here"); }
        return tag.Empty ? "" : ReadValueContent();
    }

    private XmlRpcValue ReadValueContent()
    {
        if (!scanner.AtOpeningTag)
        {
            var text = scanner.ReadText();
            if (!scanner.AtOpeningTag)
            {
                scanner.Expect("</value>"u8);
                return text;
            }
            if (!string.IsNullOrWhiteSpace(text)) { throw scanner.Error("both text and a type in one value"); }
        }
        var value = ReadTyped();
        scanner.Expect("</value>"u8);
        return value;
    }

    private XmlRpcValue ReadTyped()
    {
        if (scanner.TryTake("<string>"u8)) { return ReadStringContent(); }
        if (scanner.TryTake("<int>"u8)) { return ReadScalar("</int>"u8, XmlRpcKind.Int); }
        var tag = scanner.NextTag();
        if (tag.Closes) { throw scanner.Error("a closing tag where a type should be"); }
        var name = tag.Name;
        if (name.SequenceEqual("array"u8)) { return tag.Empty ? XmlRpcValue.Array() : ReadArray(); }
        if (name.SequenceEqual("struct"u8)) { return tag.Empty ? XmlRpcValue.EmptyStruct : ReadStruct(); }
        if (name.SequenceEqual("string"u8)) { return tag.Empty ? "" : ReadStringContent(); }
        if (name.SequenceEqual("nil"u8)) { return tag.Empty ? XmlRpcValue.Nil : ReadScalar("</nil>"u8, XmlRpcKind.Nil); }
        if (name.SequenceEqual("ex:nil"u8)) { return tag.Empty ? XmlRpcValue.Nil : ReadScalar("</ex:nil>"u8, XmlRpcKind.Nil); }
        if (name.SequenceEqual("base64"u8)) { return tag.Empty ? XmlRpcValue.FromBytes([]) : ReadScalar("</base64>"u8, XmlRpcKind.Base64); }
        if (tag.Empty) { throw scanner.Error("a type without a value"); }
        if (name.SequenceEqual("boolean"u8)) { return ReadScalar("</boolean>"u8, XmlRpcKind.Bool); }
        if (name.SequenceEqual("double"u8)) { return ReadScalar("</double>"u8, XmlRpcKind.Double); }
        if (name.SequenceEqual("int"u8)) { return ReadScalar("</int>"u8, XmlRpcKind.Int); }
        if (name.SequenceEqual("i4"u8)) { return ReadScalar("</i4>"u8, XmlRpcKind.Int); }
        if (name.SequenceEqual("i8"u8)) { return ReadScalar("</i8>"u8, XmlRpcKind.Int); }
        if (name.SequenceEqual("dateTime.iso8601"u8)) { return ReadScalar("</dateTime.iso8601>"u8, XmlRpcKind.DateTime); }
        throw scanner.Error("an unknown type");
    }

    private XmlRpcValue ReadStringContent()
    {
        var text = scanner.ReadText();
        scanner.Expect("</string>"u8);
        return text;
    }

    private XmlRpcValue ReadScalar(ReadOnlySpan<byte> closingTag, XmlRpcKind kind)
    {
        if (!XmlRpcScalar.TryParse(kind, scanner.ReadBytes(), out var value)) { throw scanner.Error($"not a value of the kind {kind}"); }
        scanner.Expect(closingTag);
        return value;
    }

    private XmlRpcValue ReadArray()
    {
        Descend();
        var first = items.Count;
        if (Opens("data"u8))
        {
            while (!scanner.TryTake("</data>"u8)) { items.Add(ReadValue()); }
        }
        scanner.Expect("</array>"u8);
        depth--;
        return XmlRpcValue.Array(CutFrom(items, first));
    }

    private XmlRpcValue ReadStruct()
    {
        Descend();
        var first = members.Count;
        while (!scanner.TryTake("</struct>"u8))
        {
            scanner.Expect("<member>"u8);
            var name = Opens("name"u8) ? names.Get(scanner.ReadBytes()) : null;
            if (name is not null) { scanner.Expect("</name>"u8); }
            members.Add(KeyValuePair.Create(name ?? "", ReadValue()));
            scanner.Expect("</member>"u8);
        }
        depth--;
        return XmlRpcValue.Struct(CutFrom(members, first));
    }

    private static T[] CutFrom<T>(List<T> open, int first)
    {
        T[] own = [.. CollectionsMarshal.AsSpan(open)[first..]];
        open.RemoveRange(first, own.Length);
        return own;
    }

    private void Descend()
    {
        if (++depth > maxDepth) { throw scanner.Error($"nested deeper than {maxDepth}"); }
    }

    /// <summary>Takes the opening tag of that name; false when it closes in itself.</summary>
    private bool Opens(ReadOnlySpan<byte> name)
    {
        var tag = scanner.NextTag();
        return !tag.Closes && tag.Name.SequenceEqual(name) ? !tag.Empty : throw scanner.Error("another tag should be here");
    }
}
