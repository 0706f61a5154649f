using GrantSync.Application.Tenants;

namespace GrantSync.Application.Sync;

/// <summary>One a tenant: whoever holds the lease sends for the tenant, and every write of theirs checks the fence.</summary>
public sealed class Lane : ITenantRow
{
    public required string TenantId { get; init; }

    /// <summary>When there may be something to do; null when idle.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public string? Holder { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Goes up by one with each lease; a write under an older fence is refused.</summary>
    public long Fence { get; set; }

    /// <summary>Why the lane stands still (bad key, no rights, no Odoo there), in plain words; null when it does not.</summary>
    public string? StoppedBecause { get; set; }

    /// <summary>Calls in a row that failed for a reason of the whole connection; the back-off grows with it.</summary>
    public int Failures { get; set; }

    /// <summary>When the next call may leave, by the tenant's pace; null or past: now.</summary>
    public DateTimeOffset? PaceAt { get; set; }

    public Breaker Breaker { get; set; }

    /// <summary>Since when somebody holds sending back; null while it may go on. Pings go on all the same.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    public long? PausedBy { get; set; }

    public string? PausedByName { get; set; }

    /// <summary>In the words of whoever paused it.</summary>
    public string? PausedBecause { get; set; }
}

/// <summary>Keeps a broken Odoo from being called over and over.</summary>
public enum Breaker
{
    Closed,

    /// <summary>Nothing is sent until a ping is good.</summary>
    Open,

    /// <summary>A ping was good: one row is sent, and its outcome closes or opens the breaker.</summary>
    HalfOpen,
}
