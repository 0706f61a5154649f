namespace GrantSync.Application.Alerts;

/// <summary>The numbers of delivering alerts; each has its default here and nowhere else.</summary>
public sealed record AlertLimits
{
    /// <summary>The waits after the first, second, third … failed attempt; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> Waits { get; init; } =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <summary>A delivery is tried for the last time so long after it was put down.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the far side may take to answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a delivery stays with the node that claimed it; longer than <see cref="Patience"/>.</summary>
    public TimeSpan ClaimedFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Channels that one node sends to at a time.</summary>
    public int ChannelsAtOnce { get; init; } = 16;

    /// <summary>When to try again after so many failed attempts, or null to give up: the last try falls on <see cref="GiveUpAfter"/>.</summary>
    public DateTimeOffset? Next(DateTimeOffset putAt, int attempts, DateTimeOffset now)
    {
        var end = putAt + GiveUpAfter;
        var next = now + Waits[Math.Clamp(attempts - 1, 0, Waits.Count - 1)];
        return now >= end ? null : next < end ? next : end;
    }
}
