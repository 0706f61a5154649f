namespace GrantSync.Odoo;

/// <summary>The part of a fault's text that is worth showing.</summary>
internal static class FaultLine
{
    private const string Traceback = "Traceback (most recent call last):";

    /// <summary>
    /// Of a Python traceback the line that names the exception: the first one after the last stack that is not indented. Other texts whole,
    /// trimmed.
    /// </summary>
    public static string Of(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(Traceback, StringComparison.Ordinal)) { return trimmed; }
        var lines = trimmed[(trimmed.LastIndexOf(Traceback, StringComparison.Ordinal) + Traceback.Length)..].Split('\n');
        return (lines.FirstOrDefault(line => line.Length > 0 && !char.IsWhiteSpace(line[0])) ?? lines[^1]).Trim();
    }
}
