using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Exchange;
using GrantSync.Application.Grants;

namespace GrantSync.Application.Tests.Exchange;

/// <summary>What was exported and is imported is the same, whatever stands in it, and no spreadsheet runs any of it.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "9", " ", ",", ";", "\t", "\"", "'", "=", "+", "-", "@", "＝", "＋", "－", "＠", "\r", "\n", "\r\n", "=1+1", "=HYPERLINK(\"http://x\")", "é", "日本", "😀", "_x0041_", "_",
        "\u0001", "\u001f", "\u00a0", "<b>", "&amp;", "]]>", "1.250", "1,5", "sep=;", "Ω", "\ufeff", "|", "\\", "#",
    ];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Concat(pieces.Take(8)).Trim());

    private static readonly Arbitrary<Given> Budgets = (
        from currency in Gen.Elements("EUR", "JPY", "TND", "UGX")
        from periods in Gen.Elements(PeriodLength.Whole, PeriodLength.Years, PeriodLength.Quarters)
        from days in Gen.Choose(1, 1500)
        from lines in Gen.Choose(0, 12).SelectMany(count => Line.ArrayOf(count))
        select new Given(currency, periods, days, lines)).ToArbitrary();

    private static Gen<GivenLine> Line =>
        from code in Texts
        from description in Texts
        from unit in Texts
        from value in Gen.Choose(0, 2_000_000_000)
        from decimals in Gen.Choose(0, 4)
        from units in Gen.Choose(0, 99_999_999).ArrayOf(24)
        from scale in Gen.Elements(1m, 10m, 1000m, 10000m)
        select new GivenLine(code, description, unit, value / (decimal)Math.Pow(10, decimals), [.. units.Select(u => u / 10000m * scale).Select(u => decimal.Round(u, 4))]);

    [Theory]
    [InlineData(FileKind.Csv)]
    [InlineData(FileKind.Xlsx)]
    public void What_was_exported_changes_nothing_and_makes_the_same_in_an_empty_budget(FileKind kind) => Prop.ForAll(Budgets, given =>
    {
        var (grant, budget) = given.Make();
        var file = Written(grant, budget, kind);

        var same = Plan(file, SeenBudget.Of(grant, budget));
        Assert.All(same.Rows, row => Assert.True(row.Kind == ImportKind.Unchanged && row.Note is null, $"{row}: {row.Problem} {string.Join(", ", row.Cells)}"));
        Assert.Empty(same.NotInFile);
        Assert.Equal(budget.Categories.Sum(c => c.Lines.Count), same.Rows.Count);

        var (_, empty) = given.Make();
        empty.Categories.ForEach(c => c.Lines.Clear());
        var anew = Plan(file, SeenBudget.Of(grant, empty));
        Assert.All(anew.Rows, row => Assert.True(row.Kind == ImportKind.New && row.Cells.All(c => c.Kind == ImportKind.New), $"{row}: {row.Problem} {string.Join(", ", row.Cells)}"));
        Assert.Equal(budget.Categories.SelectMany(c => c.Lines).Select(l => (l.Code, l.Description, l.Amount)), anew.Rows.Select(r => (r.Code, r.Description, r.Amount)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(kind == FileKind.Csv ? 300 : 100));

    [Fact]
    public void No_text_of_a_csv_begins_like_a_formula_and_a_workbook_has_none() => Prop.ForAll(Budgets, given =>
    {
        var (grant, budget) = given.Make();
        var table = CsvHelper.CsvReader.FromText(Encoding.UTF8.GetString(Written(grant, budget, FileKind.Csv)).TrimStart('\ufeff'), new CsvHelper.CsvReaderOptions { Separator = ',', HasHeader = false });
        while (table.Read())
        {
            for (var at = 0; at < table.FieldCount; at++)
            {
                Assert.DoesNotContain(table.GetString(at).FirstOrDefault('x'), "=+-@\t\r\n＝＋－＠");
            }
        }

        using var document = SpreadsheetDocument.Open(new MemoryStream(Written(grant, budget, FileKind.Xlsx)), false);
        var sheet = document.WorkbookPart!.WorksheetParts.First().Worksheet;
        Assert.Empty(sheet.Descendants<CellFormula>());
        Assert.All(sheet.Descendants<Cell>(), cell => Assert.True(cell.DataType is null || cell.DataType.Value == CellValues.InlineString));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("＝cmd", "'＝cmd")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("'hello", "'hello")]
    [InlineData("5-3", "5-3")]
    public void A_formula_is_made_harmless_and_comes_back_as_it_was(string text, string written)
    {
        Assert.Equal(written, HarmlessText.Guard(text));
        Assert.Equal(text, HarmlessText.Unguard(written));
    }

    [Theory]
    [InlineData("EUR", PeriodLength.Whole)]
    [InlineData("JPY", PeriodLength.Years)]
    [InlineData("TND", PeriodLength.Quarters)]
    public void A_workbook_is_valid_and_readable(string currency, PeriodLength periods)
    {
        var (grant, budget) = new Given(currency, periods, 1095, [new("1.10", "=Staff", "month", 2450.5m, [.. Enumerable.Repeat(1.5m, 24)])]).Make();
        var written = WorkbookFile.Write([BudgetSheet.Of(BudgetSnapshot.Of(grant, budget)), BudgetSheet.Of(BudgetSnapshot.Of(grant, budget)) with { Name = "Again" }]);
        using var document = SpreadsheetDocument.Open(new MemoryStream(written), false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var sheet = document.WorkbookPart!.WorksheetParts.First().Worksheet;
        Assert.Equal(PaneStateValues.Frozen, sheet.Descendants<Pane>().Single().State!.Value);
        Assert.Equal(2, sheet.Descendants<Row>().Count());
        var format = document.WorkbookPart.WorkbookStylesPart!.Stylesheet.NumberingFormats!.Elements<NumberingFormat>().Select(f => f.FormatCode!.Value);
        Assert.Contains(currency switch { "JPY" => "#,##0", "TND" => "#,##0.000", _ => "#,##0.00" }, format);
    }

    private static byte[] Written(Grant grant, Budget budget, FileKind kind)
    {
        var snapshot = BudgetSnapshot.Of(grant, budget);
        return kind == FileKind.Csv ? CsvFile.Write(BudgetSheet.Rows(snapshot)) : WorkbookFile.Write([BudgetSheet.Of(snapshot)]);
    }

    private static ImportPlan Plan(byte[] file, SeenBudget seen)
    {
        var table = FileReading.Read(file);
        Assert.True(table.Refusal is null, table.Refusal?.Sentence);
        return ImportPlan.Of(table.Value, FileColumns.Find(table.Value, seen.Periods, seen.PeriodCount).Value, seen, NumberForm.Detected);
    }

    /// <summary>At most so many characters, none of them cut in half.</summary>
    private static string Short(string text, int runes) => string.Concat(text.EnumerateRunes().Take(runes)).Trim();

    private sealed record GivenLine(string Code, string Description, string Unit, decimal Value, decimal[] Units);

    private sealed record Given(string Currency, PeriodLength Periods, int Days, GivenLine[] Lines)
    {
        public (Grant Grant, Budget Budget) Make()
        {
            var grant = new Grant
            {
                TenantId = "t",
                UnitId = 1,
                DonorId = 1,
                TemplateId = 1,
                Title = "A grant",
                Code = "AAA",
                AnalyticCode = "ETH-EUX-AAA",
                Currency = Currency,
                StartsOn = new DateOnly(2026, 1, 15),
                EndsOn = new DateOnly(2026, 1, 15).AddDays(Days),
            };
            var count = BudgetPeriod.Of(Periods, grant.StartsOn, grant.EndsOn).Count;
            var budget = new Budget
            {
                TenantId = "t",
                GrantId = 1,
                Currency = Currency,
                Periods = Periods,
                Categories = [.. Enumerable.Range(0, 3).Select(c => new BudgetCategory { Id = c + 1, TenantId = "t", TemplateCategoryId = c, Code = c == 0 ? "=HR" : $"C{c}", Name = c == 1 ? "@odd, \"name\"" : "Travel", Position = c })],
            };
            foreach (var (at, given) in Lines.Index())
            {
                var line = new BudgetLine
                {
                    Id = at + 1,
                    TenantId = "t",
                    CategoryId = (at % 3) + 1,

                    // a code of its own, as the database asks
                    Code = $"{Short(given.Code, 12)}{at.ToString(CultureInfo.InvariantCulture)}",
                    Description = given.Description,
                    UnitName = Short(given.Unit, 25),
                    UnitValue = given.Value,
                    Units = given.Units[0],
                    PeriodUnits = [.. given.Units.Take(count).Concat(Enumerable.Repeat(0m, Math.Max(0, count - given.Units.Length)))],
                    Position = at,
                };
                if (line.Reckon(Periods, Currency))
                {
                    budget.Categories[at % 3].Lines.Add(line);
                }
            }

            return (grant, budget);
        }
    }
}
