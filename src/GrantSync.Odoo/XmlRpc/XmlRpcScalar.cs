using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>The text forms of the values that have no inner tags.</summary>
internal static class XmlRpcScalar
{
    private static readonly string[] MomentFormats = [XmlRpcText.MomentFormat, "yyyy-MM-dd'T'HH':'mm':'ss", "yyyyMMdd'T'HH':'mm':'ss'Z'"];

    public static bool TryParse(XmlRpcKind kind, ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        text = text.Trim(" \t\r\n"u8);
        value = default;
        return kind switch
        {
            XmlRpcKind.Nil => text.IsEmpty,
            XmlRpcKind.Int => TryParseInt(text, out value),
            XmlRpcKind.Bool => TryParseBool(text, out value),
            XmlRpcKind.Double => TryParseDouble(text, out value),
            XmlRpcKind.DateTime => TryParseMoment(text, out value),
            XmlRpcKind.Base64 => TryParseBytes(text, out value),
            _ => false,
        };
    }

    private static bool TryParseInt(ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        var good = Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length;
        value = XmlRpcValue.FromInt(number);
        return good;
    }

    private static bool TryParseBool(ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        value = XmlRpcValue.FromBool(text.SequenceEqual("1"u8));
        return text.SequenceEqual("1"u8) || text.SequenceEqual("0"u8);
    }

    private static bool TryParseDouble(ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        var good = true;
        value = XmlRpcValue.FromDouble(
            text.SequenceEqual("nan"u8) ? double.NaN
            : text.SequenceEqual("inf"u8) ? double.PositiveInfinity
            : text.SequenceEqual("-inf"u8) ? double.NegativeInfinity
            : (good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) ? number : 0);
        return good;
    }

    private static bool TryParseMoment(ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        var good = DateTime.TryParseExact(
            Encoding.UTF8.GetString(text), MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment);
        value = XmlRpcValue.FromMoment(moment);
        return good;
    }

    private static bool TryParseBytes(ReadOnlySpan<byte> text, out XmlRpcValue value)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var status = Base64.DecodeFromUtf8(text, bytes, out var read, out var written);
        value = XmlRpcValue.FromBytes(bytes[..written]);
        return status == OperationStatus.Done && read == text.Length;
    }
}
