using GrantSync.Application.Tenants;

namespace GrantSync.Application.Incidents;

/// <summary>A time in which a tenant's Odoo is expected to be away: nobody is alerted, and uptime leaves it out.</summary>
public sealed class MaintenanceWindow : ITenantRow
{
    public const int LongestReason = 500;

    /// <summary>A longer one is more likely a slip of the pen, and would silence a dead Odoo.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required DateTimeOffset FromAt { get; init; }

    /// <summary>Its end; moved here when it is ended early. One that is called off before it began ends where it begins.</summary>
    public required DateTimeOffset ToAt { get; set; }

    public required string Reason { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    public long? PlannedBy { get; init; }

    public string? PlannedByName { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedByName { get; set; }

    public bool Holds(DateTimeOffset at) => FromAt <= at && at < ToAt;
}
