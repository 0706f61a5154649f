using GrantSync.Application.Tenants;

namespace GrantSync.Application.Adoption;

/// <summary>Somebody's decision that a record which was in Odoo before us is one of ours.</summary>
public sealed class AdoptedRecord : ITenantRow
{
    public required string TenantId { get; init; }

    public required string Key { get; init; }

    public required string Model { get; init; }

    public required int OdooId { get; init; }

    /// <summary>What it was called in Odoo then.</summary>
    public required string Name { get; init; }

    public string? Code { get; init; }

    public long? UserId { get; init; }

    public DateTimeOffset At { get; init; }
}
