using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>One call and how to read its answer. Only <see cref="OdooCalls"/> makes them.</summary>
public sealed class OdooCall<T>
{
    internal OdooCall(string service, string model, string method, Func<XmlRpcValue, OdooReading<T>?> read)
    {
        Service = service;
        Model = model;
        Method = method;
        Read = read;
    }

    /// <summary><c>common</c> (no login needed) or <c>object</c>.</summary>
    public string Service { get; }

    /// <summary>The Odoo model; empty for the common service.</summary>
    public string Model { get; }

    /// <summary>The method of the model, or of the common service.</summary>
    public string Method { get; }

    /// <summary>The positional arguments.</summary>
    public IReadOnlyList<XmlRpcValue> Args { get; internal init; } = [];

    /// <summary>The named arguments.</summary>
    public IReadOnlyList<KeyValuePair<string, XmlRpcValue>> Kwargs { get; internal init; } = [];

    /// <summary>
    /// The moment (UTC) after which it must not leave any more, or null. A process that stood still can wake up long after others have given
    /// its call up, and would then write old values over newer ones.
    /// </summary>
    public DateTimeOffset? SendBefore { get; internal init; }

    /// <summary>Whether it changes anything in Odoo, so that a lost answer leaves the outcome unknown.</summary>
    public bool Writes { get; internal init; }

    /// <summary>Where this call's faults mean something else than usual; null from it, or no rule, leaves the usual meaning.</summary>
    internal Func<int, string, OutcomeKind?>? FaultRule { get; init; }

    /// <summary>Reads an answer; null when it has not the shape that Odoo gives it.</summary>
    internal Func<XmlRpcValue, OdooReading<T>?> Read { get; }
}

/// <summary>What an ordinary answer says: usually a value, but a refused <c>load</c> is an ordinary answer too.</summary>
internal sealed record OdooReading<T>(OutcomeKind Kind, T? Value, IReadOnlyList<RowRefusal> Rows, string? Text = null);
