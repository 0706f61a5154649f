using GrantSync.Application.Tenants;

namespace GrantSync.Application.Sync;

/// <summary>
/// The head of a key: what is wanted last and what Odoo last confirmed. It links our id to Odoo's for ever.
/// </summary>
public sealed class OdooRecordHead : ITenantRow
{
    public required string TenantId { get; init; }

    public required string Key { get; init; }

    public required SyncEntity Entity { get; init; }

    public required string Model { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>The account's code as wanted last; null for what has none.</summary>
    public string? Code { get; set; }

    /// <summary>Off when the record is wanted archived.</summary>
    public bool Active { get; set; } = true;

    public int WantedRevision { get; set; }

    public required string WantedHash { get; set; }

    /// <summary>0 until Odoo has confirmed the record once.</summary>
    public int ConfirmedRevision { get; set; }

    public string? ConfirmedHash { get; set; }

    public string? ConfirmedPayload { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public int? OdooId { get; set; }

    /// <summary>When it must be read again, because a worker that had lost its lane may have written it late; null: no doubt.</summary>
    public DateTimeOffset? DoubtAt { get; set; }

    /// <summary>The record was in Odoo before us: it has no external id of ours there and is written by <see cref="OdooId"/>.</summary>
    public bool Adopted { get; set; }
}
