using System.Diagnostics.CodeAnalysis;

namespace GrantSync.Odoo;

/// <summary>How a call ended, in the terms that decide what to do next.</summary>
public enum OutcomeKind
{
    /// <summary>Odoo did it, and <see cref="OdooOutcome{T}.Value"/> is the answer.</summary>
    Ok,

    /// <summary>Odoo looked at it and said no; nothing was written. Sending the same again gives the same.</summary>
    Refused,

    /// <summary>The user lacks a right (fault 4). Nothing was written.</summary>
    Access,

    /// <summary>The user or key is not accepted (fault 3, or a False from authenticate). Nothing was written.</summary>
    Credentials,

    /// <summary>What was asked for does not exist: an external id, a model, a record. Only reads end so.</summary>
    Missing,

    /// <summary>Not now: a concurrent update, or a server that asks for patience. Nothing was written; send again later.</summary>
    Busy,

    /// <summary>The server failed while reading. Nothing was at stake; it may work later.</summary>
    ServerError,

    /// <summary>Something else than Odoo's XML-RPC answered. Nothing was written.</summary>
    NotOdoo,

    /// <summary>No byte of the request's body left this machine. Safe to send again.</summary>
    NotSent,

    /// <summary>A write left this machine and its outcome is not known. Read before deciding.</summary>
    Unknown,
}

/// <summary>One reason why Odoo refused a row of a <c>load</c>.</summary>
/// <param name="Row">The row's index in the rows that were sent, from 0; null when Odoo does not say.</param>
/// <param name="Field">The field's name in Odoo, or null when the reason is about the whole row.</param>
/// <param name="Message">Odoo's own words, in the user's language.</param>
public sealed record RowRefusal(int? Row, string? Field, string Message);

/// <summary>How a call ended and what is known about it.</summary>
/// <param name="Kind">What to do next depends on this alone.</param>
/// <param name="Value">The answer when <see cref="IsOk"/>, otherwise the type's default.</param>
/// <param name="Rows">For a refused <c>load</c>, the rows that Odoo named; it names about 10 at most when there are many.</param>
/// <param name="FaultCode">The number of the XML-RPC fault, when there was one.</param>
/// <param name="FaultText">Odoo's own words; of a server traceback its last line only.</param>
/// <param name="Sentence">What happened, what it means and what to do, in plain English.</param>
/// <param name="Wire">What went over the wire, without the key.</param>
public sealed record OdooOutcome<T>(
    OutcomeKind Kind, T? Value, IReadOnlyList<RowRefusal> Rows, int? FaultCode, string? FaultText, string Sentence, OdooExchange Wire)
{
    /// <summary>Whether the call was done and <see cref="Value"/> holds its answer.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsOk => Kind == OutcomeKind.Ok;
}
