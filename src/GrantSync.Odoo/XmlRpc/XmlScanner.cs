using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>A tag's name and whether it opens, closes or does both.</summary>
internal readonly ref struct XmlTag(ReadOnlySpan<byte> name, bool closes, bool empty)
{
    public ReadOnlySpan<byte> Name { get; } = name;
    public bool Closes { get; } = closes;
    public bool Empty { get; } = empty;
}

/// <summary>
/// The little of XML that XML-RPC needs: tags, text, the five predefined entities, numeric references, CDATA, comments. A document type
/// (and with it any entity of one's own) is an error. Text comes out exactly as it stands: Odoo writes control characters and carriage
/// returns raw, so what stands there is what the database holds.
/// </summary>
internal ref struct XmlScanner
{
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create(" \t\r\n/>"u8);
    private readonly ReadOnlySpan<byte> xml;
    private int position;

    public XmlScanner(ReadOnlySpan<byte> xml)
    {
        this.xml = xml;
        if (!Utf8.IsValid(xml)) { throw Error("not UTF-8"); }
        if (Rest.StartsWith("\uFEFF"u8)) { position += 3; }
        if (Rest.StartsWith("<?xml"u8) && !SaysUtf8(xml[position..Find("?>"u8, position)])) { throw Error("not declared as UTF-8"); }
    }

    private readonly ReadOnlySpan<byte> Rest => xml[position..];

    /// <summary>Whether the next thing is a tag that opens: no text, no comment, no closing tag.</summary>
    public readonly bool AtOpeningTag =>
        position + 1 < xml.Length && xml[position] == '<' && xml[position + 1] is not ((byte)'/' or (byte)'!' or (byte)'?');

    public readonly XmlRpcFormatException Error(string message) => new(message, position);

    /// <summary>Takes the literal if it comes next, white space before it aside.</summary>
    public bool TryTake(ReadOnlySpan<byte> literal)
    {
        SkipWhiteSpace();
        if (!Rest.StartsWith(literal)) { return false; }
        position += literal.Length;
        return true;
    }

    /// <summary>Takes the tag, which must come next; attributes and comments may stand in its way.</summary>
    /// <param name="tag">As it is usually written: <c>&lt;value></c> or <c>&lt;/value></c>.</param>
    public void Expect(ReadOnlySpan<byte> tag)
    {
        if (TryTake(tag)) { return; }
        var closes = tag[1] == '/';
        var found = NextTag();
        if (found.Closes != closes || found.Empty || !found.Name.SequenceEqual(tag[(closes ? 2 : 1)..^1]))
        {
            throw Error($"{Encoding.UTF8.GetString(tag)} should be here");
        }
    }

    /// <summary>The next tag. Only white space, comments and processing instructions may stand before it.</summary>
    public XmlTag NextTag()
    {
        SkipMisc();
        if (position >= xml.Length) { throw Error("ends too early"); }
        if (xml[position] != '<') { throw Error("text where a tag should be"); }
        var closes = position + 1 < xml.Length && xml[position + 1] == '/';
        position += closes ? 2 : 1;
        var length = Rest.IndexOfAny(NameEnd);
        if (length <= 0) { throw Error("a tag without a name or an end"); }
        var name = Rest[..length];
        position += length;
        return new XmlTag(name, closes, SkipToTagEnd());
    }

    /// <summary>Whatever text stands before the next tag.</summary>
    public string ReadText() => TryReadPlain(out var plain) ? Encoding.UTF8.GetString(plain) : Encoding.UTF8.GetString(ReadMixed());

    /// <summary>The same as bytes, for numbers and names.</summary>
    public ReadOnlySpan<byte> ReadBytes() => TryReadPlain(out var plain) ? plain : ReadMixed();

    /// <summary>Nothing may follow but white space and comments.</summary>
    public void End()
    {
        SkipMisc();
        if (position < xml.Length) { throw Error("something after the end"); }
    }

    private static bool SaysUtf8(ReadOnlySpan<byte> declaration)
    {
        var at = declaration.IndexOf("encoding"u8);
        if (at < 0) { return true; }
        var name = declaration[(at + "encoding"u8.Length)..].Trim(" \t\r\n='\""u8);
        return Ascii.EqualsIgnoreCase(name, "utf-8"u8) || Ascii.EqualsIgnoreCase(name, "us-ascii"u8);
    }

    private bool TryReadPlain(out ReadOnlySpan<byte> text)
    {
        var length = Rest.IndexOf((byte)'<');
        if (length < 0) { throw Error("ends inside text"); }
        text = Rest[..length];
        var special = position + length + 1 < xml.Length && xml[position + length + 1] is (byte)'!' or (byte)'?';
        if (special || text.Contains((byte)'&')) { return false; }
        position += length;
        return true;
    }

    private ReadOnlySpan<byte> ReadMixed()
    {
        var text = new ArrayBufferWriter<byte>();
        while (true)
        {
            var length = Rest.IndexOfAny((byte)'<', (byte)'&');
            if (length < 0) { throw Error("ends inside text"); }
            text.Write(Rest[..length]);
            position += length;
            if (xml[position] == '&') { XmlReference.Read(xml, ref position, text); }
            else if (Rest.StartsWith("<![CDATA["u8))
            {
                var start = position + "<![CDATA["u8.Length;
                var end = Find("]]>"u8, start);
                text.Write(xml[start..end]);
                position = end + 3;
            }
            else if (!TrySkipMiscItem()) { return text.WrittenSpan; }
        }
    }

    private void SkipWhiteSpace()
    {
        while (position < xml.Length && xml[position] is (byte)'\n' or (byte)' ' or (byte)'\r' or (byte)'\t') { position++; }
    }

    private void SkipMisc()
    {
        SkipWhiteSpace();
        while (TrySkipMiscItem()) { SkipWhiteSpace(); }
    }

    /// <summary>Skips one comment or processing instruction.</summary>
    private bool TrySkipMiscItem()
    {
        if (Rest.StartsWith("<!--"u8)) { position = Find("-->"u8, position + 4) + 3; }
        else if (Rest.StartsWith("<?"u8)) { position = Find("?>"u8, position + 2) + 2; }
        else if (Rest.StartsWith("<!"u8)) { throw Error("a document type or marked section, which XML-RPC has no use for"); }
        else { return false; }
        return true;
    }

    /// <summary>Past a tag's attributes; true when it ends in <c>/></c>.</summary>
    private bool SkipToTagEnd()
    {
        while (true)
        {
            SkipWhiteSpace();
            if (position >= xml.Length) { throw Error("ends inside a tag"); }
            switch (xml[position])
            {
                case (byte)'>':
                    position++;
                    return false;
                case (byte)'/' when Rest.StartsWith("/>"u8):
                    position += 2;
                    return true;
                case (byte)'"' or (byte)'\'':
                    position = Find(xml.Slice(position, 1), position + 1) + 1;
                    break;
                case (byte)'<':
                    throw Error("a tag inside a tag");
                default:
                    position++;
                    break;
            }
        }
    }

    private readonly int Find(ReadOnlySpan<byte> what, int start)
    {
        var length = start <= xml.Length ? xml[start..].IndexOf(what) : -1;
        return length >= 0 ? start + length : throw Error($"no {Encoding.UTF8.GetString(what)} to the end");
    }
}
