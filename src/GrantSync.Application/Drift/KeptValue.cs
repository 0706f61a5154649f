using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Drift;

/// <summary>
/// Odoo's value of one field of one record, which somebody chose to keep. It holds only while our own value is still the one that it was
/// chosen over: an edit of ours is newer.
/// </summary>
public sealed class KeptValue : ITenantRow
{
    public required string TenantId { get; init; }

    /// <summary><see cref="SyncKey"/> in text.</summary>
    public required string Key { get; init; }

    public required DriftField Field { get; init; }

    /// <summary>Our own value when it was chosen, in our own words (<see cref="KeptValues.Own"/>).</summary>
    public string? Meant { get; set; }

    /// <summary>Odoo's: a text, a date, or an id there.</summary>
    public string? Kept { get; set; }

    public long? DecidedBy { get; set; }

    public DateTimeOffset DecidedAt { get; set; }
}
