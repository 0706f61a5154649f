using GrantSync.Application.Tenants;

namespace GrantSync.Application.Donors;

/// <summary>Who gives the money.</summary>
public sealed class Donor : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required string Name { get; set; }

    /// <summary>Three letters, the second part of a grant's analytic code: <c>EUX</c>.</summary>
    public required string Code { get; set; }

    /// <summary>When it was put away: no new grant can be of this donor.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }
}
