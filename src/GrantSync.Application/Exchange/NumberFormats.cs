using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GrantSync.Application.Exchange;

/// <summary>How a spreadsheet shows its numbers: what a code such as 1.10 looked like, and what has become a date.</summary>
internal sealed partial class NumberFormats(Stylesheet? styles)
{
    private readonly List<uint> ofStyle = [.. styles?.CellFormats?.Elements<CellFormat>().Select(f => f.NumberFormatId?.Value ?? 0) ?? []];
    private readonly Dictionary<uint, string> own = styles?.NumberingFormats?.Elements<NumberingFormat>()
        .Where(f => f.NumberFormatId is not null).GroupBy(f => f.NumberFormatId!.Value).ToDictionary(g => g.Key, g => g.First().FormatCode?.Value ?? "") ?? [];

    public static string IsADate(string shown) => $"The spreadsheet has made a date of this cell ({shown}). Format the cell as text and type it again.";

    public FileCell Show(decimal number, uint style)
    {
        var id = style < ofStyle.Count ? ofStyle[(int)style] : 0;
        var code = own.GetValueOrDefault(id, "");
        if (id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) || DateSign().IsMatch(Quoted().Replace(code, "")))
        {
            var shown = number is > 0 and < 2_900_000 ? DateTime.FromOADate((double)number).ToString("d MMM yyyy", CultureInfo.InvariantCulture) : Plain(number);
            return new FileCell(shown, Problem: IsADate(shown));
        }

        // a code that is shown as 1.10 is 1.10
        var decimals = id == 2 || code == "0.00" ? 2 : code == "0.0" ? 1 : 0;
        return new FileCell(decimals > 0 ? number.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Plain(number), number);
    }

    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    [GeneratedRegex("[dmyhs]", RegexOptions.IgnoreCase)]
    private static partial Regex DateSign();

    /// <summary>Words in quotes, colours and currencies in brackets, and single signs that are shown as they are.</summary>
    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.|\\*.|General", RegexOptions.IgnoreCase)]
    private static partial Regex Quoted();
}
