using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.Alerts;

/// <summary>An alert as an HTTP POST: our own JSON with a signature, or the form of Slack or Teams.</summary>
public sealed class AlertPost(AlertLimits limits, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // the next place is not whom the address and the signature are for
        AllowAutoRedirect = false,
        UseCookies = false,

        // no span: it would carry the address, which is a secret
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<SendOutcome> Send(AlertMessage alert, ChannelKind kind, Uri address, string? secret, CancellationToken cancellationToken)
    {
        var body = AlertBodies.Of(alert, kind);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("GrantSync", null));
        request.Headers.Add("GrantSync-Delivery", alert.Id.ToString());
        if (secret is not null)
        {
            var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("GrantSync-Timestamp", timestamp);
            request.Headers.Add("GrantSync-Signature", Signature(secret, timestamp, body));
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Patience);
        var host = address.Authority;
        try
        {
            // the body of the answer is not read: it is not ours to show
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return Said(host, (int)answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Failed($"{host} gave no answer within {limits.Patience.TotalSeconds:0} s.");
        }
        catch (HttpRequestException broken)
        {
            return SendOutcome.Failed(broken.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"There is no host {address.Host}. Check the address.",
                HttpRequestError.SecureConnectionError => $"{host} shows no certificate that can be trusted.",
                HttpRequestError.ConnectionError when broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                    $"Nobody listens at {host}.",
                _ => $"{host} cannot be reached, or broke off.",
            });
        }
    }

    /// <summary><c>v1=</c> and the HMAC-SHA256 of timestamp, point and body under the channel's secret, in hexadecimal.</summary>
    public static string Signature(string secret, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body];
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public void Dispose() => http.Dispose();

    private static SendOutcome Said(string host, int status) => status switch
    {
        >= 200 and < 300 => SendOutcome.Done($"{host} took it ({status})."),
        >= 300 and < 400 => SendOutcome.Failed($"{host} points to another address ({status}), which is not followed. Enter the address that it points to."),
        (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden =>
            SendOutcome.Failed($"{host} does not let GrantSync in ({status}). The address may have been revoked: make a new one there and enter it."),
        (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone =>
            SendOutcome.Failed($"{host} knows no such address ({status}). It may have been removed: make a new one there and enter it."),
        (int)HttpStatusCode.TooManyRequests => SendOutcome.Failed($"{host} asks for fewer messages ({status})."),
        >= 400 and < 500 => SendOutcome.Failed($"{host} refuses the message ({status}). Check that the channel's kind is right for this address."),
        _ => SendOutcome.Failed($"{host} failed by itself ({status})."),
    };
}
