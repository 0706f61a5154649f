namespace GrantSync.Odoo;

/// <summary>What went over the wire in one call, fit for a log.</summary>
/// <param name="HttpStatus">The HTTP status, or null when no answer's head arrived.</param>
/// <param name="RequestBytes">The size of the request's body as sent.</param>
/// <param name="ResponseBytes">The size of the answer's body as read, unpacked.</param>
/// <param name="Latency">From the start of the call to its last byte or its failure.</param>
/// <param name="Request">The request's body, with <c>***</c> where the key stood.</param>
/// <param name="Response">The answer's first bytes, up to <see cref="OdooLimits.MaxKeptResponseBytes"/>.</param>
public sealed record OdooExchange(
    int? HttpStatus, int RequestBytes, int ResponseBytes, TimeSpan Latency, byte[] Request, byte[] Response)
{
    /// <summary>No bytes at all, for transports that have none.</summary>
    public static OdooExchange None { get; } = new(null, 0, 0, TimeSpan.Zero, [], []);
}
