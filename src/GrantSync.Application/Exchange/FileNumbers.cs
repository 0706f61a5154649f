using System.Text.RegularExpressions;

namespace GrantSync.Application.Exchange;

/// <summary>Reads numbers as people write them in files: with a decimal point or comma, with and without thousands.</summary>
internal static partial class FileNumbers
{
    /// <summary>What the numbers themselves show; <see cref="NumberForm.Detected"/> when they show nothing, or both.</summary>
    public static NumberForm Detect(IEnumerable<string> texts)
    {
        var shown = texts.Select(text => FormOf(Bare(text))).Where(form => form is not null && form != NumberForm.Detected).Distinct().ToList();
        return shown is [{ } only] ? only : NumberForm.Detected;
    }

    /// <summary>Null and the number in plain form when it is one; otherwise what is wrong with it. Nothing typed is nothing.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="form">How the file writes numbers; <see cref="NumberForm.Detected"/> when that is open.</param>
    /// <param name="plain">With a decimal point and without thousands.</param>
    public static string? Problem(string text, NumberForm form, out string plain)
    {
        plain = Bare(text);
        if (plain.Length == 0)
        {
            return null;
        }

        var shape = FormOf(plain);
        if (shape == NumberForm.Detected && form == NumberForm.Detected)
        {
            return $"'{text}' can be read in two ways, and nothing in the file says which. Choose above how it writes numbers.";
        }

        if (shape is null && !Whole().IsMatch(plain))
        {
            return $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is not a number.";
        }

        if (shape is NumberForm.Point or NumberForm.Comma && form != NumberForm.Detected && shape != form)
        {
            return $"'{text}' is not written with a decimal {(form == NumberForm.Point ? "point" : "comma")}, as the other numbers are.";
        }

        var decimals = shape is NumberForm.Point or NumberForm.Comma ? shape : form;
        plain = decimals == NumberForm.Comma ? plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : plain.Replace(",", "", StringComparison.Ordinal);
        return null;
    }

    /// <summary>Without spaces, apostrophes between thousands, and a currency before or behind.</summary>
    private static string Bare(string text) => Currency().Replace(Thousands().Replace(text.Trim(), ""), "").Trim();

    /// <summary>The one way to read it; <see cref="NumberForm.Detected"/> for two ways; null for whole numbers and what is none.</summary>
    private static NumberForm? FormOf(string number) =>
        EitherWay().IsMatch(number) ? NumberForm.Detected : WithPoint().IsMatch(number) ? NumberForm.Point : WithComma().IsMatch(number) ? NumberForm.Comma : null;

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Whole();

    /// <summary>A group of three behind a single sign: thousands, or decimals.</summary>
    [GeneratedRegex(@"^-?[1-9]\d{0,2}[.,]\d{3}$")]
    private static partial Regex EitherWay();

    [GeneratedRegex(@"^-?(\d*\.\d+|\d+\.|\d{1,3}(,\d{3})+\.\d*|\d{1,3}(,\d{3}){2,})$")]
    private static partial Regex WithPoint();

    [GeneratedRegex(@"^-?(\d*,\d+|\d+,|\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,})$")]
    private static partial Regex WithComma();

    [GeneratedRegex(@"(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d{3})")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^([A-Z]{3}|[€$£¥])\s*|\s*([A-Z]{3}|[€$£¥]|,-)$")]
    private static partial Regex Currency();
}
