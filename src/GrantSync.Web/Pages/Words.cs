using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages;

/// <summary>How the pages write numbers and names.</summary>
internal static class Words
{
    /// <summary>
    /// Thousands are set apart by a narrow space in every language: a point or a comma would read as the sign of decimals in another.
    /// </summary>
    private static NumberFormatInfo Grouped => Now == English ? WithPoint : WithComma;

    private static readonly NumberFormatInfo WithPoint = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "." };

    private static readonly NumberFormatInfo WithComma = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "," };

    public static string Amount(decimal amount, string currency) =>
        amount.ToString("N" + Money.Decimals(currency).ToString(CultureInfo.InvariantCulture), Grouped);

    /// <summary>A number as one types it: no spaces, no zeros at the end, the language's own sign of decimals.</summary>
    public static string Plain(decimal number) => number.ToString("0.####", Grouped);

    /// <summary>What was typed, as the Application reads it: with a decimal point, and without the narrow spaces of a number copied from our own pages.</summary>
    public static string? WithoutSpaces(string? typed) => typed is null ? null : Mirrored(string.Concat(typed.Where(c => !char.IsWhiteSpace(c))));

    public static string Count(long count) => count.ToString("N0", Grouped);

    public static string Day(DateOnly day) => Language.Day(day);

    public static string Of(Role role) => role switch
    {
        Role.GrantManager => T("Grant manager"),
        Role.Admin => T("Admin"),
        Role.Support => T("Support"),
        Role.Viewer => T("Viewer"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The number and what it counts; words with a <c>{0}</c> say themselves where the number stands.</summary>
    public static string Plural(long count, string one, string many)
    {
        var words = count == 1 ? one : many;
        return words.Contains("{0}", StringComparison.Ordinal) ? T(words, Count(count)) : $"{Count(count)} {T(words)}";
    }
}
