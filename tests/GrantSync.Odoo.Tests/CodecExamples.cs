using System.Buffers;
using System.Text;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class CodecExamples
{
    [Theory]
    [InlineData("<value>plain  text</value>", "plain  text")]
    [InlineData("<value> \n </value>", " \n ")]
    [InlineData("<value></value>", "")]
    [InlineData("<value/>", "")]
    [InlineData("<value><string/></value>", "")]
    [InlineData("<value><string>  kept  </string></value>", "  kept  ")]
    [InlineData("<value>\n<string>a</string>\n</value>", "a")]
    [InlineData("<value><!-- why --><string>a<!-- not this -->b</string></value>", "ab")]
    [InlineData("<value><string><![CDATA[<a> & b]]></string></value>", "<a> & b")]
    [InlineData("<value><string>&lt;&gt;&amp;&quot;&apos;&#233;&#x2708;&#x1F600;</string></value>", "<>&\"'é✈😀")]
    [InlineData("<value><string>&#13;&#1;\u0002\r</string></value>", "\r\u0001\u0002\r")]
    [InlineData("<value><string kind='a>b'>a</string ></value >", "a")]
    public void Text_comes_out_as_it_stands(string xml, string expected) => Assert.Equal(expected, Read(xml).Text);

    [Theory]
    [InlineData("<value><i4>5</i4></value>", 5)]
    [InlineData("<value><int> -7 </int></value>", -7)]
    [InlineData("<value><i8>9007199254740993</i8></value>", 9007199254740993)]
    [InlineData("<value><int>+3</int></value>", 3)]
    public void Whole_numbers_of_every_name_are_read(string xml, long expected) => Assert.Equal(expected, Read(xml).Int);

    [Fact]
    public void False_nil_and_absent_are_three_things()
    {
        var record = Read(
            """
            <value><struct>
            <member><name>empty</name><value><boolean>0</boolean></value></member>
            <member><name>none</name><value><nil/></value></member>
            <member><name>also_none</name><value><ex:nil/></value></member>
            </struct></value>
            """);
        Assert.True(record["empty"]!.Value.IsFalse);
        Assert.Equal(XmlRpcValue.Nil, record["none"]);
        Assert.Equal(XmlRpcValue.Nil, record["also_none"]);
        Assert.Null(record["absent"]);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><methodResponse><params><param><value>&b;</value></param></params></methodResponse>")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?><methodResponse/>")]
    [InlineData("<methodResponse><params><param><value>&unknown;</value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value>&#xD800;</value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int>1</int></value></param></params></methodResponse>more")]
    [InlineData("<methodResponse><params><param><value>a<int>1</int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int></int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int/></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><boolean>2</boolean></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><base64>?</base64></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><float>1</float></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params></params></methodResponse>")]
    [InlineData("<methodResponse><fault><value>text</value></fault></methodResponse>")]
    [InlineData("<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>")]
    [InlineData("")]
    public void What_is_not_xml_rpc_is_a_format_error(string xml) =>
        Assert.Throws<XmlRpcFormatException>(() => XmlRpcReader.ReadAnswer(Encoding.UTF8.GetBytes(xml)));

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_format_error() =>
        Assert.Throws<XmlRpcFormatException>(() => XmlRpcReader.ReadAnswer(Encoding.Latin1.GetBytes("<methodResponse>é")));

    [Fact]
    public void Nesting_is_read_to_the_limit_and_no_deeper()
    {
        Assert.Equal(XmlRpcKind.Array, XmlRpcReader.ReadAnswer(Nested(10), maxDepth: 10).Value.Kind);
        Assert.Throws<XmlRpcFormatException>(() => XmlRpcReader.ReadAnswer(Nested(11), maxDepth: 10));
        Assert.Throws<XmlRpcFormatException>(() => XmlRpcReader.ReadAnswer(Nested(100_000), maxDepth: int.MaxValue));
    }

    [Fact]
    public void Of_two_members_of_one_name_the_last_counts_as_in_Python()
    {
        var twice = XmlRpcValue.Struct(("a", 1), ("a", 2));
        Assert.Equal(2, twice["a"]);
    }

    [Fact]
    public void Characters_that_no_document_can_carry_are_found_before_sending()
    {
        Assert.Null(XmlRpcText.FirstUnsendable("tab\t line\n return\r é ✈ 😀 \u007f"));
        Assert.Equal('\u0001', XmlRpcText.FirstUnsendable("a\u0001"));
        Assert.Equal('\uFFFE', XmlRpcText.FirstUnsendable("a\uFFFE"));
        Assert.Equal('\uD83D', XmlRpcText.FirstUnsendable("half \uD83D"));
        Assert.Equal('\uDE00', XmlRpcText.FirstUnsendable("😀\uDE00"));
        Assert.Equal('\u0002', XmlRpcText.FirstUnsendable(XmlRpcValue.Array("a", XmlRpcValue.Struct(("b", "\u0002")))));
    }

    private static XmlRpcValue Read(string value) => XmlRpcReader.ReadAnswer(
        Encoding.UTF8.GetBytes($"<?xml version='1.0'?><methodResponse><params><param>{value}</param></params></methodResponse>")).Value;

    private static byte[] Nested(int depth)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("<methodResponse><params><param>"u8);
        for (var i = 0; i < depth; i++) { output.Write("<value><array><data>"u8); }
        for (var i = 0; i < depth; i++) { output.Write("</data></array></value>"u8); }
        output.Write("</param></params></methodResponse>"u8);
        return output.WrittenSpan.ToArray();
    }
}
