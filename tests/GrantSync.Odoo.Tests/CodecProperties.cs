using System.Buffers;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class CodecProperties
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true);

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", " ", "\t\n", "\r\n", "a&b<c>d", "]]>", "<![CDATA[", "&#1;", "é", "✈", "😀", "\u0000", "\u001f", "\uFFFE", "  x  "),
        Gen.ArrayOf(Gen.OneOf(
            Gen.Choose(0, 0x7F), Gen.Choose(0, 0x1F), Gen.Choose(0xA0, 0xD7FF), Gen.Choose(0xE000, 0xFFFF), Gen.Choose(0x10000, 0x10FFFF)))
            .Select(codes => string.Concat(codes.Select(char.ConvertFromUtf32))));

    private static readonly Gen<XmlRpcValue> Scalars = Gen.OneOf(
        Texts.Select(XmlRpcValue.FromText),
        Texts.Select(XmlRpcValue.FromText),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => (XmlRpcValue)number),
        ArbMap.Default.GeneratorFor<long>().Select(XmlRpcValue.FromInt),
        ArbMap.Default.GeneratorFor<double>().Select(XmlRpcValue.FromDouble),
        ArbMap.Default.GeneratorFor<bool>().Select(XmlRpcValue.FromBool),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => XmlRpcValue.FromBytes(bytes ?? [])),
        ArbMap.Default.GeneratorFor<DateTime>().Select(XmlRpcValue.FromMoment),
        Gen.Constant(XmlRpcValue.Nil));

    private static readonly Arbitrary<XmlRpcValue> Values = Arb.From(Gen.Sized(size => Nested(Math.Min(size, 6))));

    [Fact]
    public void What_is_written_reads_back_the_same() =>
        Prop.ForAll(Values, value => XmlRpcReader.ReadAnswer(Written(value)).Value == value).Check(Quiet);

    [Fact]
    public void A_strict_parser_reads_the_same_text_or_refuses_what_we_call_unsendable() => Prop.ForAll(Arb.From(Texts), text =>
    {
        try
        {
            return SystemXmlDecoder.Answer(Written(text)).Value == text && XmlRpcText.FirstUnsendable(text) is null;
        }
        catch (XmlException)
        {
            return XmlRpcText.FirstUnsendable(text) is not null;
        }
    }).Check(Quiet);

    [Fact]
    public void A_call_reads_back_the_same() => Prop.ForAll(Values, Arb.From(Texts), (value, method) =>
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteCall(output, method, value, value);
        var call = XmlRpcReader.ReadCall(output.WrittenSpan);
        return call.Method == method && call.Params.SequenceEqual([value, value]);
    }).Check(Quiet);

    [Fact]
    public void A_fault_reads_back_the_same() => Prop.ForAll(Arb.From(Gen.Choose(0, 9)), Arb.From(Texts), (code, text) =>
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteFault(output, code, text);
        return XmlRpcReader.ReadAnswer(output.WrittenSpan) == new XmlRpcAnswer(XmlRpcValue.Nil, code, text);
    }).Check(Quiet);

    [Fact]
    public void A_document_cut_anywhere_is_a_format_error() => Prop.ForAll(Values, value =>
    {
        var whole = Written(value);
        var end = whole.AsSpan().TrimEnd("\n"u8).Length;
        return Enumerable.Range(0, Math.Min(end, 400)).Append(end - 1).All(length => IsFormatError(whole.AsSpan(0, length)));
    }).Check(Quiet);

    [Fact]
    public void A_recorded_answer_cut_anywhere_is_a_format_error()
    {
        var whole = Recordings.Of("18.0", 50).Response;
        var end = whole.AsSpan().TrimEnd("\n"u8).Length;
        Assert.All(Enumerable.Range(0, end), length => Assert.True(IsFormatError(whole.AsSpan(0, length))));
    }

    [Fact]
    public void Changed_bytes_never_cause_any_other_error() => Prop.ForAll(
        Values, Arb.From(Gen.ArrayOf(ArbMap.Default.GeneratorFor<(int At, byte Byte)>())), (value, changes) =>
        {
            var bytes = Written(value);
            foreach (var (at, change) in changes) { bytes[(int)((uint)at % (uint)bytes.Length)] = change; }
            ReadsOrSaysWhy(bytes);
        }).Check(Quiet.WithMaxTest(500));

    [Fact]
    public void Markup_shuffled_at_random_never_causes_any_other_error()
    {
        string[] pieces =
        [
            "<methodResponse>", "</methodResponse>", "<params>", "<param>", "<value>", "</value>", "<value/>", "<struct>", "</struct>",
            "<member>", "</member>", "<name>", "</name>", "<array>", "<data>", "</data>", "</array>", "<int>", "7", "</int>", "<string>",
            "</string>", "&", "&#", "&#x110000;", "&amp;", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "<", ">", "/", "'", "\"",
            "<nil/>", "<base64>", "=", "\0", "<fault>", "<double>1e999</double>", "<dateTime.iso8601>", "é",
        ];
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Elements(pieces))), chosen =>
            ReadsOrSaysWhy(System.Text.Encoding.UTF8.GetBytes("<methodResponse><params><param><value>" + string.Concat(chosen))))
            .Check(Quiet.WithMaxTest(2000));
    }

    private static Gen<XmlRpcValue> Nested(int depth) => depth == 0
        ? Scalars
        : Gen.OneOf(
            Scalars,
            Gen.ListOf(Nested(depth / 2)).Select(items => XmlRpcValue.Array([.. items])),
            Gen.ListOf(from name in Texts from item in Nested(depth / 2) select (name, item)).Select(all => XmlRpcValue.Struct(all)));

    private static byte[] Written(XmlRpcValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteAnswer(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static bool IsFormatError(ReadOnlySpan<byte> xml)
    {
        try
        {
            XmlRpcReader.ReadAnswer(xml);
            return false;
        }
        catch (XmlRpcFormatException error)
        {
            return error.Offset >= 0 && error.Offset <= xml.Length;
        }
    }

    private static void ReadsOrSaysWhy(byte[] xml) => _ = IsFormatError(xml);
}
