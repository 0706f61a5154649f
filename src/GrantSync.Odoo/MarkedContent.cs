using System.Net;
using System.Net.Http.Headers;

namespace GrantSync.Odoo;

/// <summary>
/// A request's body that knows whether it has begun to leave. HttpClient asks for it only once a connection is open, so before that a
/// failure cannot have reached Odoo; from the first byte on it can have.
/// </summary>
internal sealed class MarkedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;
    private volatile bool started;

    public MarkedContent(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
    }

    public bool Started => started;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        started = true;
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
