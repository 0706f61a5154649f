using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>
/// Writes XML-RPC as UTF-8, laid out as Python's <c>xmlrpc.client</c> does, which is what Odoo's usual clients send. One thing differs: a
/// carriage return goes out as <c>&amp;#13;</c>, because Python's reader would turn a raw one into a line feed.
/// </summary>
/// <remarks>
/// Control characters that XML 1.0 cannot carry go out raw, as Python writes them, but Odoo's reader refuses a document with one in it
/// (and refuses them as numeric references too). <see cref="XmlRpcText.FirstUnsendable"/> finds them beforehand.
/// </remarks>
public static class XmlRpcWriter
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("&<>\r");

    /// <summary>A whole call.</summary>
    public static void WriteCall(IBufferWriter<byte> output, string method, params IEnumerable<XmlRpcValue> parameters)
    {
        BeginCall(output, method);
        foreach (var parameter in parameters) { WriteParameter(output, parameter); }
        EndCall(output);
    }

    /// <summary>An ordinary answer.</summary>
    public static void WriteAnswer(IBufferWriter<byte> output, XmlRpcValue value)
    {
        output.Write("<?xml version='1.0'?>\n<methodResponse>\n<params>\n"u8);
        WriteParameter(output, value);
        output.Write("</params>\n</methodResponse>\n"u8);
    }

    /// <summary>A fault.</summary>
    public static void WriteFault(IBufferWriter<byte> output, int code, string text)
    {
        output.Write("<?xml version='1.0'?>\n<methodResponse>\n<fault>\n"u8);
        WriteValue(output, XmlRpcValue.Struct(("faultCode", code), ("faultString", text)));
        output.Write("</fault>\n</methodResponse>\n"u8);
    }

    internal static void BeginCall(IBufferWriter<byte> output, string method)
    {
        output.Write("<?xml version='1.0'?>\n<methodCall>\n<methodName>"u8);
        WriteText(output, method);
        output.Write("</methodName>\n<params>\n"u8);
    }

    internal static void WriteParameter(IBufferWriter<byte> output, XmlRpcValue value)
    {
        output.Write("<param>\n"u8);
        WriteValue(output, value);
        output.Write("</param>\n"u8);
    }

    internal static void EndCall(IBufferWriter<byte> output) => output.Write("</params>\n</methodCall>\n"u8);

    private static void WriteValue(IBufferWriter<byte> output, XmlRpcValue value)
    {
        switch (value.Kind)
        {
            case XmlRpcKind.String:
                output.Write("<value><string>"u8);
                WriteText(output, value.Text!);
                output.Write("</string></value>\n"u8);
                break;
            case XmlRpcKind.Int when value.Int is >= int.MinValue and <= int.MaxValue:
                WriteFormatted(output, "<value><int>"u8, value.Int.Value, default, "</int></value>\n"u8);
                break;
            case XmlRpcKind.Int:
                WriteFormatted(output, "<value><i8>"u8, value.Int!.Value, default, "</i8></value>\n"u8);
                break;
            case XmlRpcKind.Bool:
                output.Write(value.IsFalse ? "<value><boolean>0</boolean></value>\n"u8 : "<value><boolean>1</boolean></value>\n"u8);
                break;
            case XmlRpcKind.Double:
                WriteDouble(output, value.Double!.Value);
                break;
            case XmlRpcKind.DateTime:
                WriteFormatted(output, "<value><dateTime.iso8601>"u8, value.Moment!.Value, XmlRpcText.MomentFormat,
                    "</dateTime.iso8601></value>\n"u8);
                break;
            case XmlRpcKind.Base64:
                WriteBytes(output, value.Bytes!);
                break;
            case XmlRpcKind.Array:
                WriteArray(output, value.Items!);
                break;
            case XmlRpcKind.Struct:
                WriteStruct(output, value.Members!);
                break;
            default:
                output.Write("<value><nil/></value>"u8);
                break;
        }
    }

    private static void WriteArray(IBufferWriter<byte> output, IReadOnlyList<XmlRpcValue> items)
    {
        output.Write("<value><array><data>\n"u8);
        for (var i = 0; i < items.Count; i++) { WriteValue(output, items[i]); }
        output.Write("</data></array></value>\n"u8);
    }

    private static void WriteStruct(IBufferWriter<byte> output, IReadOnlyList<KeyValuePair<string, XmlRpcValue>> members)
    {
        output.Write("<value><struct>\n"u8);
        for (var i = 0; i < members.Count; i++)
        {
            output.Write("<member>\n<name>"u8);
            WriteText(output, members[i].Key);
            output.Write("</name>\n"u8);
            WriteValue(output, members[i].Value);
            output.Write("</member>\n"u8);
        }
        output.Write("</struct></value>\n"u8);
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            WritePlain(output, text[..at]);
            output.Write(text[at] switch { '&' => "&amp;"u8, '<' => "&lt;"u8, '>' => "&gt;"u8, _ => "&#13;"u8 });
            text = text[(at + 1)..];
        }
        WritePlain(output, text);
    }

    private static void WritePlain(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) { return; }
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    /// <summary>The shortest form that reads back the same, as Python writes it; from 1e15 on the exponent looks different.</summary>
    private static void WriteDouble(IBufferWriter<byte> output, double value)
    {
        if (double.IsFinite(value))
        {
            var whole = double.IsInteger(value) && Math.Abs(value) < 1e15;
            WriteFormatted(output, "<value><double>"u8, value, "R", whole ? ".0</double></value>\n"u8 : "</double></value>\n"u8);
            return;
        }
        output.Write("<value><double>"u8);
        output.Write(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
        output.Write("</double></value>\n"u8);
    }

    private static void WriteBytes(IBufferWriter<byte> output, byte[] value)
    {
        output.Write("<value><base64>\n"u8);
        Base64.EncodeToUtf8(value, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out var written);
        output.Advance(written);
        output.Write("\n</base64></value>\n"u8);
    }

    private static void WriteFormatted<T>(
        IBufferWriter<byte> output, ReadOnlySpan<byte> before, T value, ReadOnlySpan<char> format, ReadOnlySpan<byte> after)
        where T : IUtf8SpanFormattable
    {
        const int longest = 32; // a double in its shortest form takes 24, a moment 17, a 64-bit number 20
        var room = output.GetSpan(before.Length + longest + after.Length);
        before.CopyTo(room);
        value.TryFormat(room[before.Length..], out var written, format, CultureInfo.InvariantCulture);
        after.CopyTo(room[(before.Length + written)..]);
        output.Advance(before.Length + written + after.Length);
    }
}
