namespace GrantSync.Application.Exchange;

/// <summary>
/// Spreadsheets run what begins like a formula when they open a CSV (OWASP, CSV injection). Such a text gets an apostrophe before it, and
/// reading takes it off again: what begins with apostrophes and then a formula's sign has one more in a file than in a budget.
/// </summary>
public static class HarmlessText
{
    /// <summary>The signs that begin a formula or slip past a trim before one, and their full-width forms.</summary>
    private const string Signs = "=+-@\t\r\n＝＋－＠";

    public static string Guard(string text) => IsRisky(text) ? "'" + text : text;

    public static string Unguard(string text) => text.StartsWith('\'') && IsRisky(text) ? text[1..] : text;

    private static bool IsRisky(string text) => text.AsSpan().TrimStart('\'') is { Length: > 0 } rest && Signs.Contains(rest[0], StringComparison.Ordinal);
}
