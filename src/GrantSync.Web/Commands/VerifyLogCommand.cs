namespace GrantSync.Web.Commands;

/// <summary><c>verify-log</c>: there are no seals to check yet, and saying so is better than an all-clear.</summary>
internal static class VerifyLogCommand
{
    public static Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken) =>
        throw new CannotRunException(
            "The sync log is not sealed yet: its hash chain is not built. What guards it today is the trigger that refuses every change to a completed row.");
}
