using GrantSync.Application.Tenants;

namespace GrantSync.Application.Units;

/// <summary>A country office or department of the organisation, kept in Odoo as a company.</summary>
public sealed class Unit : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required string Name { get; set; }

    /// <summary>Three letters, the first part of a grant's analytic code: <c>KEN</c>.</summary>
    public required string CountryCode { get; set; }

    /// <summary>The Odoo company (<c>res.company</c> id) that the unit's project accounts belong to; null until mapped.</summary>
    public int? OdooCompanyId { get; set; }

    public string? OdooCompanyName { get; set; }

    /// <summary>When it was put away: no new grant can go to this unit.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }
}
