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
}
