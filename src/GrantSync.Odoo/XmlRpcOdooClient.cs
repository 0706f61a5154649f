using System.Net;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>
/// Odoo over XML-RPC (<c>/xmlrpc/2/</c>), which every stock Odoo up to 21 speaks without a module of ours. One call is one POST, never
/// repeated here.
/// </summary>
/// <param name="http">From <see cref="OdooHttp.Create"/>.</param>
/// <param name="login">Who we are; a call that needs a user throws while <see cref="OdooLogin.Uid"/> is 0.</param>
/// <param name="limits">How long and how much a server may take.</param>
/// <param name="time">The clock for the time limit and the latency; the machine's own by default.</param>
public sealed class XmlRpcOdooClient(HttpClient http, OdooLogin login, OdooLimits limits, TimeProvider? time = null) : IOdooClient
{
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly KeyStrike strike = new(login);

    /// <inheritdoc/>
    public async Task<OdooOutcome<T>> Send<T>(OdooCall<T> call, CancellationToken cancellationToken)
    {
        AllowedCalls.Demand(call);
        var encoded = CallEncoder.Encode(call, login);
        if (UnsendableText.In(call) is { Count: > 0 } rows)
        {
            return OutcomeRules.Judge(call, new OdooReply.Unsendable(rows), OdooExchange.None with { Request = encoded.Redacted() });
        }

        var started = time.GetTimestamp();
        using var post = new OdooPost(http, login.Address.Endpoint(call.Service), encoded.Body, () => call.SendBefore < time.GetUtcNow(), limits);
        var reply = await Post(post, call.Writes, cancellationToken);
        var wire = new OdooExchange(
            post.Status, encoded.Body.Length, post.Received.Length, time.GetElapsedTime(started), strike.Bytes(encoded.Redacted()).ToArray(), Kept(strike.Bytes(post.Received)));
        return Struck(OutcomeRules.Judge(call, reply, wire));
    }

    /// <summary>Struck before it is cut, so that no half of a key stays at the end.</summary>
    private byte[] Kept(ReadOnlyMemory<byte> received) => received[..Math.Min(received.Length, limits.MaxKeptResponseBytes)].ToArray();

    private OdooOutcome<T> Struck<T>(OdooOutcome<T> outcome) => outcome.IsOk ? outcome : outcome with
    {
        Sentence = strike.Text(outcome.Sentence),
        FaultText = outcome.FaultText is null ? null : strike.Text(outcome.FaultText),
        Rows = [.. outcome.Rows.Select(row => row with { Message = strike.Text(row.Message) })],
    };

    /// <summary>Sends the request and says what was seen, whatever goes wrong on the way.</summary>
    private async Task<OdooReply> Post(OdooPost post, bool writes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await post.Exchange(both.Token);
            return ReplyReader.Read(post, limits.MaxDepth);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !(writes && post.BodyStarted))
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "the call was stopped on this side"
                : limit.IsCancellationRequested ? $"no answer within {limits.CallTimeout.TotalSeconds:0} s"
                : "the connection took too long";
            return Failed(post, why);
        }
        catch (AnswerTooLargeException tooLarge)
        {
            return Failed(post, tooLarge.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return Failed(post, WhyOf(error));
        }
    }

    /// <summary>A status other than 200 says enough, even when the page that came with it was cut.</summary>
    private static OdooReply Failed(OdooPost post, string why) =>
        post.Status is { } status and not 200 ? new OdooReply.HttpStatus(status)
        : post.BodyStarted ? new OdooReply.Lost(why)
        : new OdooReply.Unsent(why);

    private static string WhyOf(Exception error) =>
        error is SentTooLateException || error.InnerException is SentTooLateException ? "it was held up for too long on this machine"
        : error is HttpRequestException request
        ? request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the server's name is not known",
            HttpRequestError.ConnectionError => "no connection to the server",
            HttpRequestError.SecureConnectionError => "no secure connection: the server's certificate was not accepted",
            HttpRequestError.ResponseEnded => "the connection ended before the answer did",
            HttpRequestError.InvalidResponse => "the server does not speak HTTP",
            _ => "the connection broke",
        }
        : error is InvalidDataException ? "the answer's compression is broken" : "the connection broke inside the answer";
}
