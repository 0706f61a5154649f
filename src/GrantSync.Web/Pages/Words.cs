using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;

namespace GrantSync.Web.Pages;

/// <summary>How the pages write numbers and names.</summary>
internal static class Words
{
    /// <summary>
    /// Thousands are set apart by a narrow space in every language: a point or a comma would read as the sign of decimals in another.
    /// </summary>
    private static NumberFormatInfo Grouped => Language.Now == Language.English ? WithPoint : WithComma;

    private static readonly NumberFormatInfo WithPoint = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "." };

    private static readonly NumberFormatInfo WithComma = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "," };

    public static string Amount(decimal amount, string currency) =>
        amount.ToString("N" + Money.Decimals(currency).ToString(CultureInfo.InvariantCulture), Grouped);

    /// <summary>A number as one types it: no spaces, no zeros at the end.</summary>
    public static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A number copied from our own pages has narrow spaces in it.</summary>
    public static string? WithoutSpaces(string? typed) => typed is null ? null : string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));

    public static string Count(long count) => count.ToString("N0", Grouped);

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", Language.Culture);

    public static string Of(Role role) => role switch
    {
        Role.GrantManager => "Grant manager",
        Role.Admin => "Admin",
        Role.Support => "Support",
        Role.Viewer => "Viewer",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static string Plural(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";
}
