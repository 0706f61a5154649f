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
}
