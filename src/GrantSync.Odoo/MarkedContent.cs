using System.Net;
using System.Net.Http.Headers;

namespace GrantSync.Odoo;

/// <summary>The moment by which the call had to leave has passed.</summary>
internal sealed class SentTooLateException() : IOException("it was held up for too long on this machine");

/// <summary>
/// A request's body that knows whether it has begun to leave. HttpClient asks for it only once a connection is open, so before that a
/// failure cannot have reached Odoo; from the first byte on it can have.
/// </summary>
internal sealed class MarkedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly Func<bool> tooLate;
    private volatile bool started;

    public MarkedContent(ReadOnlyMemory<byte> body, Func<bool> tooLate)
    {
        (this.body, this.tooLate) = (body, tooLate);
        Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
    }

    public bool Started => started;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // asked here and not earlier: opening the connection may have taken long, and so may a pause of this machine
        if (tooLate()) { throw new SentTooLateException(); }
        started = true;
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
