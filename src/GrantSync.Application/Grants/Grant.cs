using System.Globalization;
using GrantSync.Application.Projects;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Grants;

/// <summary>Money a donor awarded to a unit for a purpose, in one currency.</summary>
public sealed class Grant : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long UnitId { get; init; }

    public required long DonorId { get; init; }

    public required long TemplateId { get; init; }

    public required string Title { get; set; }

    /// <summary>Three letters or digits, the last part of the analytic code: <c>CVP</c>.</summary>
    public required string Code { get; init; }

    /// <summary><c>[COUNTRY3]-[DONOR3]-[GRANT3]</c>, unique in the tenant: <c>ETH-EUX-CVP</c>.</summary>
    public required string AnalyticCode { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public DateOnly StartsOn { get; set; }

    public DateOnly EndsOn { get; set; }

    /// <summary>When the donor awarded it; from then on what was agreed changes by amendment. Null for a draft.</summary>
    public DateOnly? AwardedOn { get; set; }

    /// <summary>How often it was awarded: an award that was taken back counts.</summary>
    public int Awards { get; set; }

    /// <summary>When its accounts and projects were archived in Odoo, because it ended; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When it was removed; it is in no list any more, and its analytic code is free again.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public List<Project> Projects { get; init; } = [];

    public static string AnalyticCodeOf(string country, string donor, string grant) => string.Create(CultureInfo.InvariantCulture, $"{country}-{donor}-{grant}");
}
