using System.Net;
using System.Net.Sockets;

namespace GrantSync.Odoo.Tests;

/// <summary>What is known after a call broke: nothing was sent, or a write may have happened.</summary>
public sealed class LostAnswerTests
{
    private static CancellationToken Never => CancellationToken.None;

    [Fact]
    public async Task A_refused_connection_has_sent_nothing()
    {
        var outcome = await Given.Client(new Uri($"http://127.0.0.1:{ClosedPort()}")).Send(Given.Write, Never);
        Assert.Equal(OutcomeKind.NotSent, outcome.Kind);
        Assert.Null(outcome.Wire.HttpStatus);
    }

    [Fact]
    public async Task Time_running_out_before_the_connection_is_secure_has_sent_nothing()
    {
        await using var mute = new LoopbackServer(connection => connection.Silence());
        var address = new UriBuilder(mute.Address) { Scheme = "https" }.Uri;
        Assert.Equal(OutcomeKind.NotSent, (await Given.Client(address, Given.Impatient).Send(Given.Write, Never)).Kind);
        Assert.Equal(1, mute.Connections);
    }

    [Fact]
    public async Task Time_running_out_after_sending_leaves_a_write_unknown()
    {
        await using var slow = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Silence();
        });
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(slow.Address, Given.Impatient).Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.ServerError, (await Given.Client(slow.Address, Given.Impatient).Send(Given.Read, Never)).Kind);
        Assert.Equal(2, slow.Requests);
    }

    [Fact]
    public async Task An_answer_that_stalls_in_the_middle_leaves_a_write_unknown()
    {
        await using var slow = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(Given.Xml + "\r\nContent-Length: 5000", Given.Loaded);
            await connection.Silence();
        });
        var outcome = await Given.Client(slow.Address, Given.Impatient).Send(Given.Write, Never);
        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(Given.Loaded, outcome.Wire.Response);
    }

    [Fact]
    public async Task An_answer_cut_by_the_network_leaves_a_write_unknown()
    {
        await using var dying = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(Given.Xml + "\r\nContent-Length: 5000", Given.Loaded);
        });
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(dying.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.ServerError, (await Given.Client(dying.Address).Send(Given.Read, Never)).Kind);
    }

    [Fact]
    public async Task A_whole_answer_with_half_a_document_leaves_a_write_unknown()
    {
        await using var odd = LoopbackServer.Answering(Given.Xml, Given.Loaded[..^40]);
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(odd.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.ServerError, (await Given.Client(odd.Address).Send(Given.Read, Never)).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_ends_without_an_answer_leaves_a_write_unknown_and_is_not_tried_again(bool reset)
    {
        await using var dying = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            if (reset) { connection.Reset(); }
        });
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(dying.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(1, dying.Requests);
    }

    [Fact]
    public async Task A_kept_connection_that_ends_at_the_second_request_is_not_tried_again()
    {
        await using var dying = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(Given.Xml, Given.Loaded);
            await connection.ReadRequest();
        });
        var client = Given.Client(dying.Address);
        Assert.Equal(OutcomeKind.Ok, (await client.Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.Unknown, (await client.Send(Given.Write, Never)).Kind);
        Assert.Equal(2, dying.Requests);
    }

    [Fact]
    public async Task A_fault_1_after_a_write_is_unknown_because_Odoo_commits_before_it_encodes()
    {
        var fault = Given.Fault(1, "Traceback (most recent call last):\nTypeError: cannot marshal None");
        await using var odoo = LoopbackServer.Answering(Given.Xml, fault);
        var outcome = await Given.Client(odoo.Address).Send(Given.Write, Never);
        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Equal("TypeError: cannot marshal None", outcome.FaultText);
    }

    [Fact]
    public async Task An_answer_of_an_unexpected_form_leaves_a_write_unknown()
    {
        await using var odd = LoopbackServer.Answering(Given.Xml, Given.Answer(true));
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(odd.Address).Send(Given.Write, Never)).Kind);
        Assert.Equal(OutcomeKind.ServerError, (await Given.Client(odd.Address).Send(Given.Read, Never)).Kind);
    }

    [Fact]
    public async Task Stopping_a_write_after_it_was_sent_is_unknown_and_not_an_exception()
    {
        using var stop = new CancellationTokenSource();
        await using var slow = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await stop.CancelAsync();
            await connection.Silence();
        });
        Assert.Equal(OutcomeKind.Unknown, (await Given.Client(slow.Address).Send(Given.Write, stop.Token)).Kind);
    }

    [Fact]
    public async Task Stopping_a_read_is_an_exception()
    {
        using var stop = new CancellationTokenSource();
        await using var slow = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await stop.CancelAsync();
            await connection.Silence();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Given.Client(slow.Address).Send(Given.Read, stop.Token));
    }

    [Fact]
    public async Task Stopping_a_write_before_it_was_sent_is_an_exception()
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Loaded);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Given.Client(odoo.Address).Send(Given.Write, stop.Token));
        Assert.Equal(0, odoo.Requests);
    }

    private static int ClosedPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
