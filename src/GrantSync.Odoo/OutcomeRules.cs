namespace GrantSync.Odoo;

/// <summary>
/// The one place that decides what a reply means. Everything turns on one question: can a write have happened? Where it can, the outcome is
/// <see cref="OutcomeKind.Unknown"/> and nothing else.
/// </summary>
public static class OutcomeRules
{
    /// <summary>Judges what came back for a call. Transports and models of a server all end here.</summary>
    public static OdooOutcome<T> Judge<T>(OdooCall<T> call, OdooReply reply, OdooExchange wire)
    {
        var reading = reply is OdooReply.Answer answer ? call.Read(answer.Value) : null;
        var kind = reading?.Kind ?? KindOf(reply, call.Writes, call.FaultRule);
        var rows = reading?.Rows ?? (reply as OdooReply.Unsendable)?.Rows ?? [];
        var fault = reply as OdooReply.Fault;
        var text = fault is null ? reading?.Text : FaultLine.Of(fault.Text);
        var sentence = OutcomeSentences.For(kind, reply, call.Writes, rows.Select(row => row.Row).Distinct().Count(), text);
        return new OdooOutcome<T>(kind, reading is null ? default : reading.Value, rows, fault?.Code, text, sentence, wire);
    }

    private static OutcomeKind KindOf(OdooReply reply, bool writes, Func<int, string, OutcomeKind?>? faultRule) => (reply, writes) switch
    {
        (OdooReply.Fault fault, _) when faultRule?.Invoke(fault.Code, fault.Text) is { } special => special,
        (OdooReply.Fault { Code: 2 }, true) => OutcomeKind.Refused,
        (OdooReply.Fault { Code: 2 }, false) => OutcomeKind.Missing, // no such model or record: recordings 033, 040
        (OdooReply.Fault { Code: 3 }, _) => OutcomeKind.Credentials, // recording 039
        (OdooReply.Fault { Code: 4 }, _) => OutcomeKind.Access, // recording 037
        (OdooReply.Fault, true) => OutcomeKind.Unknown, // Odoo commits before it encodes the answer, and the encoding can fail
        (OdooReply.Fault, false) => OutcomeKind.ServerError,

        (OdooReply.HttpStatus { Status: 429 or 503 }, _) => OutcomeKind.Busy, // turned away at the door
        (OdooReply.HttpStatus { Status: 502 or 504 }, false) => OutcomeKind.Busy, // the proxy lost Odoo; a read can be repeated
        (OdooReply.HttpStatus { Status: >= 500 or 408 }, true) => OutcomeKind.Unknown, // the proxy may have lost it after Odoo did it
        (OdooReply.HttpStatus { Status: >= 500 or 408 }, false) => OutcomeKind.ServerError,
        (OdooReply.HttpStatus { Status: >= 200 and < 300 }, true) => OutcomeKind.Unknown, // taken, but not answered as Odoo answers
        (OdooReply.HttpStatus, _) => OutcomeKind.NotOdoo, // 404, 405, a redirect, a sign-in: never reached Odoo's RPC

        (OdooReply.Answer or OdooReply.Garbled or OdooReply.Lost, true) => OutcomeKind.Unknown,
        (OdooReply.Garbled { Html: true }, false) => OutcomeKind.NotOdoo,
        (OdooReply.Answer or OdooReply.Garbled or OdooReply.Lost, false) => OutcomeKind.ServerError,

        (OdooReply.Unsent, _) => OutcomeKind.NotSent,
        (OdooReply.Unsendable, _) => OutcomeKind.Refused,
        _ => throw new InvalidOperationException($"No rule for {reply.GetType().Name}."),
    };
}
