using GrantSync.Application.Tenants;

namespace GrantSync.Application.Actuals;

/// <summary>
/// Money that a project outside Odoo has spent, as somebody entered it. It is never changed: a correction is another entry that takes its
/// place, and both stay to be seen, as does one that was removed.
/// </summary>
public sealed class ManualActual : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long GrantId { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>The budget's category.</summary>
    public required long CategoryId { get; init; }

    /// <summary>A detail line of that category.</summary>
    public long? LineId { get; init; }

    public required DateOnly Date { get; init; }

    public required string Description { get; init; }

    public string? Partner { get; init; }

    public string? Reference { get; init; }

    /// <summary>In the grant's currency: a cost is positive, money that came back is negative.</summary>
    public required decimal Amount { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public long? EnteredBy { get; init; }

    /// <summary>The entry that corrects this one.</summary>
    public long? ReplacedBy { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    public long? RemovedBy { get; init; }

    /// <summary>It counts: it was neither corrected nor removed.</summary>
    public bool Stands => ReplacedBy is null && RemovedAt is null;

    /// <summary>Where it counts.</summary>
    public Place Place => new(ProjectId, CategoryId, LineId, new DateOnly(Date.Year, Date.Month, 1));
}
