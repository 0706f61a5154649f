using GrantSync.Application.Drift;

namespace GrantSync.Application.Actuals;

/// <summary>The numbers of reading actuals.</summary>
public sealed record ActualsLimits
{
    /// <summary>Lines that are read in one call.</summary>
    public int ReadAtOnce { get; init; } = 1000;

    /// <summary>Lines on one page of a list.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>A reading that has not moved for so long is dead: a call ends at 120 s on a stock server.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after a nightly reading that failed the next try is made.</summary>
    public TimeSpan TryAgain { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a node looks for tenants whose night has come.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When nights begin and how tenants are spread over them: as for the comparisons.</summary>
    public DriftLimits Nights { get; init; } = new();

    /// <summary>The tenant's next turn: each night at a minute of its own, which is another than the comparison's.</summary>
    public DateTimeOffset NextNight(string tenant, DateTimeOffset now) => Nights.NextNight(tenant + " actuals", now);
}
