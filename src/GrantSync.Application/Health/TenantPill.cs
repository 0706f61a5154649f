using GrantSync.Application.Tenants;

namespace GrantSync.Application.Health;

/// <summary>The pill as a tenant's newest measurement left it, with what the next one needs to know.</summary>
public sealed record TenantPill : ITenantRow
{
    public required string TenantId { get; init; }

    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>The first measurement after the newest gap of more than <see cref="HealthLimits.GreyAfter"/>.</summary>
    public required DateTimeOffset MeasuredSince { get; init; }

    public Pill Pill { get; init; }

    /// <summary>The measurement with which the colour began; of red the first bad one.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Bad measurements in a row up to the newest.</summary>
    public int BadInRow { get; init; }

    /// <summary>Measurements in a row that were not bad.</summary>
    public int AnsweredInRow { get; init; }

    public int GoodInRow { get; init; }

    /// <summary>The first of the newest row of bad measurements.</summary>
    public DateTimeOffset? FirstBadAt { get; init; }

    /// <summary>Why the newest measurement that was not good was not; null when green.</summary>
    public HealthCause? Cause { get; init; }

    /// <summary>The first of the row of measurements with that cause.</summary>
    public DateTimeOffset? CauseSince { get; init; }

    /// <summary>How many in a row had that cause; 0 after a good one.</summary>
    public int CauseInRow { get; init; }

    /// <summary>Why it is not green, in plain words; null when it is.</summary>
    public string? Problem { get; init; }
}
