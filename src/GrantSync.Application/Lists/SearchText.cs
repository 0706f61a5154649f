namespace GrantSync.Application.Lists;

internal static class SearchText
{
    /// <summary>Must be given with the pattern: without it Npgsql's ILIKE has no escape sign at all.</summary>
    public const string Escape = "\\";

    /// <summary>A pattern for ILIKE that finds the text anywhere, every sign of it taken as it is; null when there is nothing to look for.</summary>
    public static string? Pattern(string? typed) => typed?.Trim() is { Length: > 0 } text
        ? $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%"
        : null;
}
