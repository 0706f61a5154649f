using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>
/// One XML-RPC value. Each accessor gives null when the value is of another kind, so False, nil and an absent member stay three
/// different things. The default is <see cref="Nil"/>. Two values are equal when they would read the same; the order of a struct's members
/// does not count.
/// </summary>
public readonly struct XmlRpcValue : IEquatable<XmlRpcValue>
{
    private readonly object? content;
    private readonly long bits;

    private XmlRpcValue(XmlRpcKind kind, object? content, long bits)
    {
        Kind = kind;
        this.content = content;
        this.bits = bits;
    }

    /// <summary>Which of the accessors holds the value.</summary>
    public XmlRpcKind Kind { get; }

    /// <summary>No value.</summary>
    public static XmlRpcValue Nil => default;

    /// <summary>Odoo's word for "empty".</summary>
    public static XmlRpcValue False => FromBool(false);

    /// <summary>A struct without members.</summary>
    public static XmlRpcValue EmptyStruct { get; } = Struct(System.Array.Empty<KeyValuePair<string, XmlRpcValue>>());

    /// <summary>The number, or null.</summary>
    public long? Int => Kind == XmlRpcKind.Int ? bits : null;

    /// <summary>The truth value, or null.</summary>
    public bool? Bool => Kind == XmlRpcKind.Bool ? bits != 0 : null;

    /// <summary>The text, or null.</summary>
    public string? Text => content as string;

    /// <summary>The floating-point number, or null. A whole number is not one: see <see cref="Number"/>.</summary>
    public double? Double => Kind == XmlRpcKind.Double ? BitConverter.Int64BitsToDouble(bits) : null;

    /// <summary>Either kind of number, or null.</summary>
    public double? Number => Kind == XmlRpcKind.Int ? bits : Double;

    /// <summary>The moment, of no particular time zone, or null.</summary>
    public DateTime? Moment => Kind == XmlRpcKind.DateTime ? new DateTime(bits, DateTimeKind.Unspecified) : null;

    /// <summary>The bytes, or null.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "The bytes of one decoded value, handed over rather than copied.")]
    public byte[]? Bytes => content as byte[];

    /// <summary>The list's values, or null.</summary>
    public IReadOnlyList<XmlRpcValue>? Items => content as IReadOnlyList<XmlRpcValue>;

    /// <summary>The struct's members in the order they came, or null.</summary>
    public IReadOnlyList<KeyValuePair<string, XmlRpcValue>>? Members => content as IReadOnlyList<KeyValuePair<string, XmlRpcValue>>;

    /// <summary>A struct's member, or null when there is none. Of two of one name the last counts, as in Python.</summary>
    public XmlRpcValue? this[string name]
    {
        get
        {
            if (Members is not { } members) { return null; }
            for (var i = members.Count - 1; i >= 0; i--)
            {
                if (members[i].Key == name) { return members[i].Value; }
            }
            return null;
        }
    }

    /// <summary>Whether this is the boolean False, which Odoo also sends for an empty field.</summary>
    public bool IsFalse => Kind == XmlRpcKind.Bool && bits == 0;

    /// <summary>A whole number. Beyond 32 bits it goes out as <c>i8</c>.</summary>
    public static XmlRpcValue FromInt(long value) => new(XmlRpcKind.Int, null, value);

    /// <summary>True or False.</summary>
    public static XmlRpcValue FromBool(bool value) => new(XmlRpcKind.Bool, null, value ? 1 : 0);

    /// <summary>Text.</summary>
    /// <exception cref="ArgumentNullException">There is no text: say <see cref="False"/> for an empty field.</exception>
    public static XmlRpcValue FromText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(XmlRpcKind.String, value, 0);
    }

    /// <summary>A floating-point number.</summary>
    public static XmlRpcValue FromDouble(double value) => new(XmlRpcKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A moment, to the second; its time zone is not sent.</summary>
    public static XmlRpcValue FromMoment(DateTime value) =>
        new(XmlRpcKind.DateTime, null, value.Ticks - (value.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>Bytes.</summary>
    public static XmlRpcValue FromBytes(byte[] value) => new(XmlRpcKind.Base64, value, 0);

    /// <summary>A list.</summary>
    public static XmlRpcValue Array(params IReadOnlyList<XmlRpcValue> items) => new(XmlRpcKind.Array, items, 0);

    /// <summary>A list of texts.</summary>
    public static XmlRpcValue Texts(IEnumerable<string> items) => Array([.. items.Select(FromText)]);

    /// <summary>A list of whole numbers.</summary>
    public static XmlRpcValue Ints(IEnumerable<int> items) => Array([.. items.Select(item => FromInt(item))]);

    /// <summary>Named values.</summary>
    public static XmlRpcValue Struct(params IReadOnlyList<KeyValuePair<string, XmlRpcValue>> members) => new(XmlRpcKind.Struct, members, 0);

    /// <summary>Named values.</summary>
    public static XmlRpcValue Struct(params IEnumerable<(string Name, XmlRpcValue Value)> members) =>
        Struct([.. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]);

    /// <summary>Text.</summary>
    public static implicit operator XmlRpcValue(string value) => FromText(value);

    /// <summary>A whole number.</summary>
    public static implicit operator XmlRpcValue(int value) => FromInt(value);

    /// <summary>True or False.</summary>
    public static implicit operator XmlRpcValue(bool value) => FromBool(value);

    /// <summary>A floating-point number.</summary>
    public static implicit operator XmlRpcValue(double value) => FromDouble(value);

    /// <summary>Equal by value.</summary>
    public static bool operator ==(XmlRpcValue left, XmlRpcValue right) => left.Equals(right);

    /// <summary>Different by value.</summary>
    public static bool operator !=(XmlRpcValue left, XmlRpcValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(XmlRpcValue other) => Kind == other.Kind && Kind switch
    {
        XmlRpcKind.String => Text == other.Text,
        XmlRpcKind.Double => Double.Equals(other.Double),
        XmlRpcKind.Base64 => Bytes.AsSpan().SequenceEqual(other.Bytes),
        XmlRpcKind.Array => Items!.SequenceEqual(other.Items!),
        XmlRpcKind.Struct => HasMembersOf(other) && other.HasMembersOf(this),
        _ => bits == other.bits,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XmlRpcValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        XmlRpcKind.String => Text!.GetHashCode(StringComparison.Ordinal),
        XmlRpcKind.Double => Double.GetHashCode(),
        XmlRpcKind.Base64 => Bytes!.Length,
        XmlRpcKind.Array => Items!.Count,
        XmlRpcKind.Struct => (int)Kind,
        _ => HashCode.Combine(Kind, bits),
    };

    /// <summary>As Python would show it, for messages and test output.</summary>
    public override string ToString() => Kind switch
    {
        XmlRpcKind.Nil => "None",
        XmlRpcKind.Bool => IsFalse ? "False" : "True",
        XmlRpcKind.String => $"'{Text}'",
        XmlRpcKind.Double => Double!.Value.ToString("R", CultureInfo.InvariantCulture),
        XmlRpcKind.DateTime => Moment!.Value.ToString("s", CultureInfo.InvariantCulture),
        XmlRpcKind.Base64 => $"{Bytes!.Length} bytes",
        XmlRpcKind.Array => $"[{string.Join(", ", Items!)}]",
        XmlRpcKind.Struct => $"{{{string.Join(", ", Members!.Select(member => $"'{member.Key}': {member.Value}"))}}}",
        _ => bits.ToString(CultureInfo.InvariantCulture),
    };

    private bool HasMembersOf(XmlRpcValue other)
    {
        foreach (var (name, _) in other.Members!)
        {
            if (this[name] is not { } mine || mine != other[name]) { return false; }
        }
        return true;
    }
}
