namespace GrantSync.Application.Sync;

/// <summary>
/// What keeps a write once-only. All stand in a running product; the proofs take one out at a time and must then find the fault, or they
/// prove nothing.
/// </summary>
internal sealed record Guards
{
    /// <summary>A worker whose lane has passed on writes nothing.</summary>
    public bool Fence { get; init; } = true;

    /// <summary>Whatever is sent for a key carries the key's one external id.</summary>
    public bool OneExternalId { get; init; } = true;

    /// <summary>Only the newest revision of a key is sent.</summary>
    public bool RevisionOrder { get; init; } = true;

    /// <summary>A lost answer is resolved by reading Odoo, after its time limit.</summary>
    public bool ReadFirst { get; init; } = true;
}
