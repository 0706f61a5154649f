namespace GrantSync.Odoo;

/// <summary>When a fault of <c>check_object_reference</c> says that there is no such external id.</summary>
internal static class MissingExternalId
{
    /// <summary>
    /// Fault 1, which Odoo gives for every uncaught Python exception: here <c>ValueError: External ID not found in the system</c>. The
    /// words may change; the exception's class does not, and another one (a lost database connection, say) must not pass for "not there".
    /// </summary>
    public static OutcomeKind? Rule(int code, string text) =>
        code == 1 && !NamesAnotherException(FaultLine.Of(text)) ? OutcomeKind.Missing : null;

    private static bool NamesAnotherException(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? line : line[..colon];
        return name is not "ValueError"
            && !name.Contains(' ', StringComparison.Ordinal)
            && (name.Contains('.', StringComparison.Ordinal)
                || name.EndsWith("Error", StringComparison.Ordinal) || name.EndsWith("Exception", StringComparison.Ordinal));
    }
}
