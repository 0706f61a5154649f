using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Jobs;

internal static class JobWords
{
    /// <summary>Such as <c>10 seconds</c>, <c>5 minutes</c>, <c>1 day</c>.</summary>
    public static string Every(TimeSpan every) => every switch
    {
        { TotalDays: >= 1 } => Words.Plural((long)every.TotalDays, "day", "days"),
        { TotalHours: >= 1 } => Words.Plural((long)every.TotalHours, "hour", "hours"),
        { TotalMinutes: >= 1 } => Words.Plural((long)every.TotalMinutes, "minute", "minutes"),
        _ => Words.Plural((long)every.TotalSeconds, "second", "seconds"),
    };

    /// <summary>Such as <c>12 ms</c> or <c>3.4 s</c>.</summary>
    public static string Took(TimeSpan took) =>
        took < TimeSpan.FromSeconds(1) ? $"{Words.Count((long)took.TotalMilliseconds)} ms" : T("{0} s", Words.Plain(Math.Round((decimal)took.TotalSeconds, 1)));
}
