using System.Collections;
using System.Globalization;

namespace GrantSync.Sandbox.XmlRpc;

/// <summary>How Python prints a value; Odoo's messages and domains quote them.</summary>
internal static class Repr
{
    public static string Number(double number)
    {
        var digits = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return digits.AsSpan().IndexOfAny('.', 'e') < 0 && double.IsFinite(number) ? digits + ".0" : digits;
    }

    public static string Of(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => Text(text),
        double number => Number(number),
        IReadOnlyDictionary<string, object?> members =>
            $"{{{string.Join(", ", members.Select(member => $"{Text(member.Key)}: {Of(member.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static string Tuple(IEnumerable<object?> items) => $"({string.Join(", ", items.Select(Of))})";

    private static string Text(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        return quote + text.Replace(@"\", @"\\").Replace("\n", @"\n") + quote;
    }
}
