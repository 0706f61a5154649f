using System.IO.Compression;
using System.Text;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class ClientTests
{
    private static CancellationToken Never => CancellationToken.None;

    [Fact]
    public async Task A_call_that_went_well_gives_its_value_and_what_went_over_the_wire()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Loaded);
        var outcome = await Given.Client(odoo.Address).Send(Given.Write, Never);
        Assert.True(outcome.IsOk);
        Assert.Equal([4, 5], outcome.Value);
        Assert.Equal(200, outcome.Wire.HttpStatus);
        Assert.Equal(Encoding.UTF8.GetByteCount(odoo.LastBody), outcome.Wire.RequestBytes);
        Assert.Equal(Given.Loaded, outcome.Wire.Response);
        Assert.Equal(Given.Loaded.Length, outcome.Wire.ResponseBytes);
        Assert.True(outcome.Wire.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_key_reaches_the_server_and_nothing_else()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Counted);
        var client = Given.Client(odoo.Address);
        foreach (var wire in new[]
        {
            (await client.Send(Given.Read, Never)).Wire,
            (await client.Send(OdooCalls.Authenticate(), Never)).Wire,
        })
        {
            Assert.Contains(Given.Key, XmlRpcReader.ReadCall(Encoding.UTF8.GetBytes(odoo.LastBody)).Params.Select(one => one.Text));
            var kept = XmlRpcReader.ReadCall(wire.Request);
            Assert.Equal("***", kept.Params[2].Text);
            Assert.Equal("books", kept.Params[0].Text);
            Assert.DoesNotContain("s3cret", Encoding.UTF8.GetString(wire.Request), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("s3cret", Given.Login(odoo.Address).ToString(), StringComparison.Ordinal);
        var version = (await client.Send(OdooCalls.Version(), Never)).Wire.Request;
        Assert.Empty(XmlRpcReader.ReadCall(version).Params);
    }

    [Fact]
    public async Task A_call_whose_time_has_passed_never_leaves()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Loaded);
        var late = OdooCalls.Load("account.analytic.account", ["id", "name"], [["a.b", "A"]], sendBefore: DateTimeOffset.UtcNow.AddSeconds(-1));
        var outcome = await Given.Client(odoo.Address).Send(late, Never);
        Assert.Equal(OutcomeKind.NotSent, outcome.Kind);
        Assert.Contains("held up for too long", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal("", odoo.LastBody);
    }

    [Fact]
    public async Task A_packed_answer_is_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) { await gzip.WriteAsync(Given.Loaded); }
        await using var odoo = LoopbackServer.Answering(Given.Xml + "\r\nContent-Encoding: gzip", packed.ToArray());
        Assert.Equal([4, 5], (await Given.Client(odoo.Address).Send(Given.Write, Never)).Value);
    }

    [Fact]
    public async Task A_broken_packing_leaves_a_write_unknown()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml + "\r\nContent-Encoding: gzip", Given.Loaded);
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(odoo.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.ServerError, (await Given.Client(odoo.Address).Send(Given.Read, Never)).Kind);
    }

    [Theory]
    [InlineData("502 Bad Gateway", OutcomeKind.Unknown, OutcomeKind.Busy)]
    [InlineData("503 Service Unavailable", OutcomeKind.Busy, OutcomeKind.Busy)]
    [InlineData("504 Gateway Timeout", OutcomeKind.Unknown, OutcomeKind.Busy)]
    [InlineData("500 Internal Server Error", OutcomeKind.Unknown, OutcomeKind.ServerError)]
    [InlineData("429 Too Many Requests", OutcomeKind.Busy, OutcomeKind.Busy)]
    [InlineData("404 Not Found", OutcomeKind.NotOdoo, OutcomeKind.NotOdoo)]
    [InlineData("405 Method Not Allowed", OutcomeKind.NotOdoo, OutcomeKind.NotOdoo)]
    [InlineData("413 Too Large", OutcomeKind.NotOdoo, OutcomeKind.NotOdoo)]
    [InlineData("200 OK", OutcomeKind.Unknown, OutcomeKind.NotOdoo)]
    public async Task A_web_page_is_judged_by_its_status(string status, OutcomeKind write, OutcomeKind read)
    {
        await using var proxy = LoopbackServer.Answering($"{status}\r\n{Given.Html}", Given.Page);
        var client = Given.Client(proxy.Address);
        var written = await client.Send(Given.Write, Never);
        Assert.Equal(write, written.Kind);
        Assert.Equal(Given.Page, written.Wire.Response);
        Assert.Equal(read, (await client.Send(Given.Read, Never)).Kind);
        Assert.Equal(2, proxy.Requests);
    }

    [Fact]
    public async Task A_web_page_that_says_it_is_xml_is_not_read_as_an_answer()
    {
        await using var proxy = LoopbackServer.Answering(Given.Xml, [.. "\n<HTML>"u8]);
        Assert.Equal(OutcomeKind.NotOdoo, (await Given.Client(proxy.Address).Send(Given.Read, Never)).Kind);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = LoopbackServer.Answering(Given.Xml, Given.Loaded);
        await using var proxy = LoopbackServer.Answering($"307 Temporary Redirect\r\nLocation: {elsewhere.Address}", []);
        Assert.Equal(OutcomeKind.NotOdoo, (await Given.Client(proxy.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task An_answer_larger_than_the_limit_is_not_read_to_its_end()
    {
        var small = Given.Limits with { MaxResponseBytes = 50_000, MaxKeptResponseBytes = 1_000 };
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Answer(new string('x', 200_000)));
        var read = await Given.Client(odoo.Address, small).Send(Given.Read, Never);
        Assert.Equal(OutcomeKind.ServerError, read.Kind);
        Assert.Equal(1_000, read.Wire.Response.Length);
        Assert.InRange(read.Wire.ResponseBytes, 50_000, 150_000);
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(odoo.Address, small).Send(Given.Write, Never)).Kind);
    }

    [Fact]
    public async Task Text_that_cannot_be_sent_is_refused_by_row_and_reaches_no_one()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Loaded);
        var outcome = await Given.Client(odoo.Address).Send(
            OdooCalls.Load("project.project", ["id", "name"], [["grantsync.one", "fine"], ["grantsync.two", "bell \a"]]), Never);
        Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        Assert.Equal([new RowRefusal(1, "name", "The text holds the character U+0007, which cannot be sent to Odoo.")], outcome.Rows);
        Assert.Equal(0, odoo.Connections);
    }

    [Fact]
    public async Task A_call_that_needs_a_user_is_not_sent_without_one()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Counted);
        var stranger = new XmlRpcOdooClient(OdooHttp.Create(Given.Limits), Given.Login(odoo.Address) with { Uid = 0 }, Given.Limits);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.Send(Given.Read, Never));
        Assert.Equal(0, odoo.Connections);
        Assert.Equal(7, (await stranger.Send(OdooCalls.Authenticate(), Never)).Value);
    }

    [Theory]
    [InlineData("https://example.org/odoo/", "https://example.org/odoo/xmlrpc/2/object")]
    [InlineData("http://example.org:8069", "http://example.org:8069/xmlrpc/2/object")]
    public void A_path_in_front_of_Odoo_is_kept(string server, string endpoint) =>
        Assert.Equal(endpoint, new OdooAddress(new Uri(server), "books").Endpoint("object").AbsoluteUri);

    [Fact]
    public void An_address_that_is_not_on_the_web_is_no_Odoo() =>
        Assert.Throws<ArgumentException>(() => new OdooAddress(new Uri("ftp://example.org"), "books"));
}
