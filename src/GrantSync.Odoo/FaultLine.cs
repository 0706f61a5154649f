namespace GrantSync.Odoo;

/// <summary>The part of a fault's text that is worth showing.</summary>
internal static class FaultLine
{
    /// <summary>Of a Python traceback the last line, which names the exception; other texts whole, trimmed.</summary>
    public static string Of(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("Traceback (", StringComparison.Ordinal) ? trimmed[(trimmed.LastIndexOf('\n') + 1)..].Trim() : trimmed;
    }
}
