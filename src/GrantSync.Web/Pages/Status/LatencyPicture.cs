using System.Text.Json;
using GrantSync.Application.Health;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Status;

/// <summary>The answering times as pictures.js draws them, and the sentence that says the same.</summary>
internal static class LatencyPicture
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string Summary(HealthHistory history) => history.Spans.Single(s => s.Hours == 24 * 7) is { Median: { } median, Percentile95: { } most }
        ? T("In the last 7 days half of the pings were answered within {0} ms, and 95 of 100 within {1} ms.", Words.Count(median), Words.Count(most))
        : T("No ping was answered in the last 7 days.");

    /// <summary>Null when there is nothing to draw.</summary>
    public static string? Data(HealthHistory history) => history.Hours.Count < 2 ? null : JsonSerializer.Serialize(
        new { Kind = "latency", Currency = "ms", Decimals = 0, Points = history.Hours.Select(h => new { h.At, h.Median, Most = h.Percentile95 }) }, Json);
}
