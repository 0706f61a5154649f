using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrantSync.Application.Budgets;

/// <summary>A number as a person or a script typed it, kept as text until it can be judged with a sentence.</summary>
public static class TypedNumber
{
    /// <summary>At most so many decimals are kept of units and unit values.</summary>
    public const int Decimals = 4;

    /// <summary>The number as one types it: no zeros at the end, no signs of thousands.</summary>
    internal static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Null and the number when it is one; otherwise what is wrong with it.</summary>
    public static string? Problem(string? typed, out decimal number, bool mayBeNegative = false)
    {
        number = 0;
        var text = typed?.Trim() ?? "";
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Contains(',', StringComparison.Ordinal))
        {
            return $"'{text}' can be read in two ways. Write it without separators of thousands and with a decimal point: 1250.50.";
        }

        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            return $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is not a number.";
        }

        if (number < 0 && !mayBeNegative)
        {
            return "A budget line cannot be negative.";
        }

        if (Math.Abs(number) > Money.Largest)
        {
            return "This number is too large.";
        }

        return number != decimal.Round(number, Decimals) ? $"Keep to {Decimals} decimals." : null;
    }
}

/// <summary>Lets an API client write <c>12.5</c> or <c>"12.5"</c>: both arrive as typed.</summary>
public sealed class NumberAsTyped : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDecimal().ToString(CultureInfo.InvariantCulture),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new JsonException("A number is expected here, such as 12.5."),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>The same for a row of numbers.</summary>
public sealed class NumbersAsTyped : JsonConverter<IReadOnlyList<string?>?>
{
    private static readonly NumberAsTyped One = new();

    public override IReadOnlyList<string?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of numbers is expected here, such as [12.5, 3].");
        }

        var numbers = new List<string?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(One.Read(ref reader, typeof(string), options));
        }

        return numbers;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string?>? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}
