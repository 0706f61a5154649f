using GrantSync.Odoo;

namespace GrantSync.Application.Health;

/// <summary>From how a call of a ping ended to why: by the kind of outcome, the HTTP status and the fault code, never by Odoo's words, which are translated.</summary>
public static class PingCause
{
    /// <param name="outcome">A call that did not end well.</param>
    /// <param name="keyExpires">Odoo did accept this key before, and is of a version whose keys have an end date.</param>
    public static HealthCause Of<T>(OdooOutcome<T> outcome, bool keyExpires) => outcome.Kind switch
    {
        OutcomeKind.Credentials => keyExpires ? HealthCause.KeyExpired : HealthCause.BadKey,
        OutcomeKind.Access => HealthCause.MissingRight,

        // fault 2 on a read: the model of plans itself is gone (recording 033)
        OutcomeKind.Missing => HealthCause.PlanGone,
        OutcomeKind.NotSent => HealthCause.Unreachable,
        OutcomeKind.NotOdoo => HealthCause.NotOdoo,
        OutcomeKind.Busy when outcome.Wire.HttpStatus == 429 => HealthCause.TooManyCalls,

        // 502, 503, 504: the proxy is there, Odoo is not
        OutcomeKind.Busy => HealthCause.Unreachable,

        // no head of an answer: cut off or silent
        OutcomeKind.ServerError when outcome.Wire.HttpStatus is null && outcome.FaultCode is null => HealthCause.Unreachable,
        OutcomeKind.ServerError or OutcomeKind.Refused or OutcomeKind.Unknown => HealthCause.OdooFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Kind, null),
    };
}
