using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Exchange;

/// <summary>Which column of a file is which cell of a line, by its heading in English or Dutch.</summary>
/// <param name="HeadRow">The row of the headings in the table, from 0.</param>
/// <param name="Of">The column of each cell of a line (<see cref="LineCells"/>), and of <c>category</c> and <c>amount</c>.</param>
/// <param name="Ignored">Headings that nothing is taken from, with the reason where there is one.</param>
internal sealed partial record FileColumns(int HeadRow, IReadOnlyDictionary<string, int> Of, IReadOnlyList<string> Ignored)
{
    public const string Category = "category";
    public const string CategoryName = "categoryName";
    public const string Amount = "amount";

    /// <summary>Headings stand in one of the first rows, under titles.</summary>
    private const int Within = 30;

    private static readonly Dictionary<string, string> Known = new (string Cell, string[] Headings)[]
    {
        (Category, ["category code", "heading code", "chapter code", "categoriecode", "categorie code", "rubriekcode", "rubriek code", "hoofdstukcode", "hoofdstuk code"]),
        (CategoryName, ["category", "category name", "heading", "chapter", "categorie", "categorienaam", "rubriek", "hoofdstuk"]),
        ("code", ["line code", "code", "line", "line number", "budget line", "budget line code", "regelcode", "regel code", "regel", "regelnummer", "begrotingsregel", "begrotingspost", "postcode"]),
        ("description", ["description", "line description", "item", "omschrijving", "beschrijving", "toelichting"]),
        ("unitName", ["unit", "unit name", "type of unit", "eenheid", "soort eenheid"]),
        ("unitValue", ["unit value", "unit cost", "unit costs", "unit price", "unit rate", "rate", "cost per unit", "eenheidsprijs", "eenheidswaarde", "prijs per eenheid", "kosten per eenheid", "tarief"]),
        ("units", ["units", "number of units", "no of units", "quantity", "qty", "aantal", "aantal eenheden", "hoeveelheid"]),
        (Amount, ["amount", "total", "total cost", "total costs", "total amount", "bedrag", "totaal", "totaalbedrag", "totale kosten"]),
    }.SelectMany(known => known.Headings.Select(heading => (heading, known.Cell))).ToDictionary(k => k.heading, k => k.Cell, StringComparer.Ordinal);

    /// <summary>How many cells of a line the best row of headings names.</summary>
    public static int Recognised(FileTable table) => table.Rows.Take(Within).Select(Cells).Select(cells => cells.Values.Distinct().Count()).DefaultIfEmpty(0).Max();

    public static Result<FileColumns> Find(FileTable table, PeriodLength periods, int count)
    {
        if (table.Rows.Count == 0)
        {
            return new UnreadableFile("This file has no rows.");
        }

        var at = Enumerable.Range(0, Math.Min(Within, table.Rows.Count)).MaxBy(row => Cells(table.Rows[row]).Values.Distinct().Count());
        var found = Cells(table.Rows[at]);
        var columns = new Dictionary<string, int>();
        var ignored = new List<string>();
        foreach (var (column, cell) in table.Rows[at].Cells.Index().Where(c => !c.Item.IsEmpty))
        {
            var reason = !found.TryGetValue(column, out var name) ? ""
                : columns.ContainsKey(name) ? " (a column of this kind is there already)"
                : name == "units" && periods != PeriodLength.Whole ? " (the budget is divided: units stand in a column for each period)"
                : PeriodOf(name) is { } period && (period.Number > count || !period.Fits(periods)) ? " (the budget has no such period)"
                : null;
            if (reason is null)
            {
                columns[name!] = column;
            }
            else
            {
                ignored.Add(cell.Text + reason);
            }
        }

        // a file with one column for the category has its code there
        if (!columns.ContainsKey(Category) && columns.Remove(CategoryName, out var only))
        {
            columns[Category] = only;
        }

        columns.Remove(CategoryName);
        var plain = columns.ToDictionary(c => PeriodOf(c.Key) is { } period ? LineCells.OfPeriod(period.Number) : c.Key, c => c.Value);
        var missing = new[] { (Category, Headings.CategoryCode), ("code", Headings.LineCode) }.Where(need => !plain.ContainsKey(need.Item1)).Select(need => need.Item2).ToList();
        return missing.Count == 0
            ? new FileColumns(at, plain, ignored)
            : new UnreadableFile($"The heading {string.Join(" and the heading ", missing.Select(m => $"'{m}'"))} is missing. "
                + "The first row names the columns as our own export does; export this budget to see them.");
    }

    private static Dictionary<int, string> Cells(FileRow row) => row.Cells.Index()
        .Select(cell => (cell.Index, Name: NameOf(cell.Item.Text))).Where(c => c.Name is not null).ToDictionary(c => c.Index, c => c.Name!);

    private static string? NameOf(string heading)
    {
        var plain = Plain(heading);
        return Known.TryGetValue(plain, out var name) ? name : PeriodHeading().Match(plain) is { Success: true } period ? $"{Length(period.Groups[1].Value)}:{period.Groups[2].Value}" : null;
    }

    private static string Length(string word) => word is "year" or "jaar" ? "years" : word is "quarter" or "kwartaal" ? "quarters" : "any";

    private static (int Number, Func<PeriodLength, bool> Fits)? PeriodOf(string name) => name.Split(':') is [var length, var number]
        ? (int.Parse(number, CultureInfo.InvariantCulture), periods => length switch
        {
            "years" => periods == PeriodLength.Years,
            "quarters" => periods == PeriodLength.Quarters,
            _ => periods != PeriodLength.Whole,
        })
        : null;

    /// <summary>Lower case, without a currency or a remark in brackets, and with single spaces.</summary>
    private static string Plain(string heading)
    {
        var words = new StringBuilder();
        foreach (var sign in Bracketed().Replace(heading, "").Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            words.Append(char.IsLetterOrDigit(sign) ? sign : ' ');
        }

        return Spaces().Replace(words.ToString(), " ").Trim();
    }

    [GeneratedRegex("^(year|jaar|quarter|kwartaal|period|periode) ?([1-9][0-9]?)( .*)?$")]
    private static partial Regex PeriodHeading();

    [GeneratedRegex(@"[(\[].*?[)\]]|,\s*[A-Z]{3}\s*$")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
