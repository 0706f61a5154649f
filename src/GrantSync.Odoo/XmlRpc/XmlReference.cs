using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>
/// The references that may stand in text: the five predefined entities and numbers. No other entity is known, so none can expand into
/// something large. A number may stand for a control character, although XML 1.0 forbids that, so that nothing a server says is lost.
/// </summary>
internal static class XmlReference
{
    private const int Longest = 12;

    /// <summary>Reads the reference at <paramref name="position"/> and moves behind it.</summary>
    public static void Read(ReadOnlySpan<byte> xml, ref int position, IBufferWriter<byte> output)
    {
        var rest = xml[(position + 1)..];
        var length = rest[..Math.Min(rest.Length, Longest)].IndexOf((byte)';');
        if (length < 0 || !TryResolve(rest[..length], out var rune)) { throw new XmlRpcFormatException("an unknown reference", position); }
        output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        position += length + 2;
    }

    private static bool TryResolve(ReadOnlySpan<byte> name, out Rune rune)
    {
        if (name.StartsWith("#"u8)) { return TryResolveNumber(name[1..], out rune); }
        rune = new Rune(
            name.SequenceEqual("amp"u8) ? '&'
            : name.SequenceEqual("lt"u8) ? '<'
            : name.SequenceEqual("gt"u8) ? '>'
            : name.SequenceEqual("quot"u8) ? '"'
            : name.SequenceEqual("apos"u8) ? '\'' : '\0');
        return rune.Value != 0;
    }

    private static bool TryResolveNumber(ReadOnlySpan<byte> digits, out Rune rune)
    {
        var hexadecimal = digits.StartsWith("x"u8);
        if (hexadecimal) { digits = digits[1..]; }
        rune = default;
        return Utf8Parser.TryParse(digits, out uint code, out var read, hexadecimal ? 'x' : 'D')
            && read == digits.Length && Rune.TryCreate(code, out rune);
    }
}
