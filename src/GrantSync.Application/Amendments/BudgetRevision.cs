using GrantSync.Application.Tenants;

namespace GrantSync.Application.Amendments;

/// <summary>
/// An awarded grant's budget as it was agreed with the donor on one day: revision 1 as awarded, each later one an amendment. The database
/// refuses to change or delete one.
/// </summary>
public sealed class BudgetRevision : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long GrantId { get; init; }

    /// <summary>Which award it belongs to; revisions of an award that was taken back are no longer shown.</summary>
    public required int Award { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The day of the award, or of the donor's approval.</summary>
    public required DateOnly ApprovedOn { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset KeptAt { get; init; }

    public long? KeptBy { get; init; }

    /// <summary>In the grant's currency.</summary>
    public required decimal Total { get; init; }

    /// <summary>A <see cref="BudgetSnapshot"/> as JSON.</summary>
    public required string Snapshot { get; init; }
}
