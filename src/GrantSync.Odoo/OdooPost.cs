using System.Buffers;
using System.Net;

namespace GrantSync.Odoo;

/// <summary>The answer is larger than we are willing to read.</summary>
internal sealed class AnswerTooLargeException(int limit)
    : Exception($"the answer is larger than {limit / (1024 * 1024)} MiB; ask for fewer records at once");

/// <summary>One HTTP exchange, which keeps what it has seen even when it ends in an exception.</summary>
internal sealed class OdooPost(HttpClient http, Uri endpoint, ReadOnlyMemory<byte> body, Func<bool> tooLate, OdooLimits limits) : IDisposable
{
    private readonly MarkedContent content = new(body, tooLate);
    private readonly ArrayBufferWriter<byte> received = new();

    /// <summary>Whether the request may have reached the server.</summary>
    public bool BodyStarted => content.Started;

    /// <summary>The HTTP status once the answer's head is there.</summary>
    public int? Status { get; private set; }

    /// <summary>The answer calls itself a web page.</summary>
    public bool IsHtml { get; private set; }

    /// <summary>What has come of the answer's body.</summary>
    public ReadOnlyMemory<byte> Received => received.WrittenMemory;

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();

    /// <summary>Sends and receives, once.</summary>
    /// <exception cref="AnswerTooLargeException">More than the limit came.</exception>
    public async Task Exchange(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Status = (int)response.StatusCode;
        IsHtml = response.Content.Headers.ContentType?.MediaType == "text/html";
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(received.GetMemory(16 * 1024), cancellationToken) is var count and > 0)
        {
            received.Advance(count);
            if (received.WrittenCount > limits.MaxResponseBytes) { throw new AnswerTooLargeException(limits.MaxResponseBytes); }
        }
    }
}
