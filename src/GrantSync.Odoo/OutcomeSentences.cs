namespace GrantSync.Odoo;

/// <summary>Says in plain English how a call ended: what happened, what it means, what to do.</summary>
internal static class OutcomeSentences
{
    public static string For(OutcomeKind kind, OdooReply reply, bool writes, int rows, string? text) => kind switch
    {
        OutcomeKind.Ok => "Odoo did it.",
        OutcomeKind.Refused when reply is OdooReply.Unsendable =>
            "The text holds a character that cannot be sent to Odoo. Nothing was sent. Remove the character and send again.",
        OutcomeKind.Refused when rows > 0 =>
            $"Odoo refused {Rows(rows)}: {Quote(text)} Nothing of this batch was written. Correct it, or send the rest.",
        OutcomeKind.Refused => $"Odoo refused it: {Quote(text)} Nothing was written. Correct what it names and send again.",
        OutcomeKind.Access =>
            $"The Odoo user lacks a right: {Quote(text)} Nothing was written. Ask the Odoo administrator to grant it.",
        OutcomeKind.Credentials =>
            "Odoo does not accept the user name or the API key. Check both; from Odoo 18 on keys expire. "
            + "After five failures Odoo takes no sign-in for a minute.",
        OutcomeKind.Missing => $"Odoo has no such thing: {Quote(text)} It was never made, was deleted, or its module is not installed.",
        OutcomeKind.Busy => $"Odoo is busy{Because(reply, "another change was under way")}. Nothing was written. It will work later.",
        OutcomeKind.ServerError =>
            $"Odoo failed while reading{Because(reply)}{(text is null ? "." : ": " + Quote(text))} Nothing was changed. "
            + "Try again later; if it goes on, show this to the Odoo administrator.",
        OutcomeKind.NotOdoo =>
            $"Something else than Odoo answered{Because(reply)}. Nothing was written. Check the address and the proxy in front of Odoo.",
        OutcomeKind.NotSent =>
            $"Odoo could not be reached{Because(reply)}. Nothing was sent. Check the address, and that the server is up.",
        OutcomeKind.Unknown when reply is OdooReply.Fault =>
            $"Odoo failed after it may have written: {Quote(text)} What it holds must be read before anything is sent again.",
        OutcomeKind.Unknown =>
            $"The answer was lost{Because(reply)}, so Odoo may or may not have written it. "
            + "What it holds must be read before anything is sent again.",
        _ => writes ? "The write ended in a way that has no name." : "The read ended in a way that has no name.",
    };

    private static string Rows(int count) => count == 1 ? "a row" : $"{count} rows";

    /// <summary>Odoo's words as a sentence of their own, so that ours can follow.</summary>
    private static string Quote(string? text) =>
        text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words ? "it gave no reason."
        : string.Join(' ', words) is [.., '.' or '!' or '?'] whole ? whole
        : string.Join(' ', words) + ".";

    private static string Because(OdooReply reply, string answered = "its answer has an unexpected form") => reply switch
    {
        OdooReply.HttpStatus { Status: var status } => $" (HTTP {status})",
        OdooReply.Garbled { Html: true } => " (a web page came instead of an answer)",
        OdooReply.Garbled { Why: var why } => $" ({why})",
        OdooReply.Lost { Why: var why } => $" ({why})",
        OdooReply.Unsent { Why: var why } => $" ({why})",
        OdooReply.Answer => $" ({answered})",
        _ => "",
    };
}
