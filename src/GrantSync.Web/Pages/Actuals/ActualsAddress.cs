using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Web.Languages;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>What the page is narrowed to, as it stands in its address.</summary>
/// <param name="Project">0 for what is on no project of the grant.</param>
/// <param name="From">The first month: <c>2026-01</c>.</param>
/// <param name="To">The last month.</param>
/// <param name="Days">The days of a period, for the lines that make its number: <c>2026-01-15..2026-04-14</c>.</param>
public sealed record ActualsNarrowing(long? Project, string? From, string? To, string? Days = null)
{
    public DayRange? Period => Days?.Split("..") is [var first, var last] && Day(first) is { } from && Day(last) is { } to ? new DayRange(from, to) : null;

    public DateOnly? FirstMonth => Month(From);

    public DateOnly? LastMonth => Month(To);

    public bool IsNarrowed => Project is not null || FirstMonth is not null || LastMonth is not null;

    public static string MonthText(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static string MonthWords(DateOnly month) => month.ToString("MMM yyyy", Language.Culture);

    public string Query(params IReadOnlyList<(string Name, string? Value)> more)
    {
        (string Name, string? Value)[] own =
        [
            ("project", Project?.ToString(CultureInfo.InvariantCulture)), ("from", FirstMonth is { } from ? MonthText(from) : null), ("to", LastMonth is { } to ? MonthText(to) : null),
            ("days", Period is { } days ? DaysText(days.From, days.To) : null),
        ];
        var set = own.Concat(more).Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return set.Count == 0 ? "" : "?" + string.Join('&', set);
    }

    public static string DaysText(DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd}");

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly? Month(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}

/// <summary>One row's place, from which the addresses of its numbers are made.</summary>
internal sealed record ActualsRow(long GrantId, ActualsNarrowing Narrowing, long? Category = null, long? Line = null)
{
    /// <summary>The list of the lines that make the row's number; null: all of the row's.</summary>
    public string Lines(SpentPart? part) => string.Create(CultureInfo.InvariantCulture, $"/grants/{GrantId}/actuals/lines") + Narrowing.Query(
        ("category", Category?.ToString(CultureInfo.InvariantCulture)),
        ("line", Line?.ToString(CultureInfo.InvariantCulture)),
        ("part", part?.ToString().ToLowerInvariant()));
}

/// <summary>One row of numbers.</summary>
internal sealed record FiguresRow(ActualsFigures Figures, ActualsView View, ActualsRow Row, string About, bool HasBudget = true);
