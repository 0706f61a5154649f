using GrantSync.Application.Incidents;

namespace GrantSync.Application.Health;

/// <summary>A measurement as the history needs it.</summary>
public readonly record struct Sample(DateTimeOffset At, PingVerdict Verdict, int LatencyMilliseconds);

/// <summary>How a stretch of time was spent.</summary>
/// <param name="Up">Odoo answered, if slowly.</param>
/// <param name="Down">From a bad measurement to the next.</param>
/// <param name="Maintenance">Planned; in neither of the two.</param>
/// <param name="NotMeasured">Nothing is known of it; in neither of the two.</param>
public sealed record Uptime(TimeSpan Up, TimeSpan Down, TimeSpan Maintenance, TimeSpan NotMeasured)
{
    /// <summary>Of the time that was measured outside maintenance; null when there is none.</summary>
    public decimal? Percent => Up + Down == TimeSpan.Zero ? null : 100m * Up.Ticks / (Up + Down).Ticks;

    /// <summary>A measurement holds until the next one, and no longer than <paramref name="greyAfter"/>.</summary>
    /// <param name="samples">In order of time, from before <paramref name="from"/> on if there are any.</param>
    public static Uptime Of(
        IReadOnlyList<Sample> samples, IReadOnlyList<MaintenanceWindow> windows, DateTimeOffset from, DateTimeOffset to, TimeSpan greyAfter)
    {
        var (up, down) = (TimeSpan.Zero, TimeSpan.Zero);
        var planned = Merged(windows, from, to);
        for (var n = 0; n < samples.Count; n++)
        {
            var begins = Later(samples[n].At, from);
            var ends = Earlier(Earlier(samples[n].At + greyAfter, n + 1 < samples.Count ? samples[n + 1].At : to), to);
            if (ends > begins)
            {
                var counts = ends - begins - Within(planned, begins, ends);
                (up, down) = samples[n].Verdict == PingVerdict.Bad ? (up, down + counts) : (up + counts, down);
            }
        }

        var maintenance = Within(planned, from, to);
        return new Uptime(up, down, maintenance, to > from ? to - from - maintenance - up - down : TimeSpan.Zero);
    }

    /// <summary>Windows may overlap; the time in two of them is there once.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset To)> Merged(IReadOnlyList<MaintenanceWindow> windows, DateTimeOffset from, DateTimeOffset to)
    {
        var merged = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var window in windows.Where(w => w.FromAt < to && w.ToAt > from && w.ToAt > w.FromAt).OrderBy(w => w.FromAt))
        {
            if (merged.Count > 0 && window.FromAt <= merged[^1].To)
            {
                merged[^1] = (merged[^1].From, Later(merged[^1].To, window.ToAt));
            }
            else
            {
                merged.Add((window.FromAt, window.ToAt));
            }
        }

        return merged;
    }

    private static TimeSpan Within(List<(DateTimeOffset From, DateTimeOffset To)> planned, DateTimeOffset from, DateTimeOffset to) =>
        planned.Aggregate(TimeSpan.Zero, (sum, p) => Earlier(p.To, to) - Later(p.From, from) is var part && part > TimeSpan.Zero ? sum + part : sum);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
