using System.Globalization;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Exchange;

/// <summary>Puts a file beside a budget: for each row and cell what it would change, by the rules of saving.</summary>
internal sealed class ImportPlan
{
    private readonly FileColumns columns;
    private readonly SeenBudget seen;
    private readonly LineCells cells;
    private readonly Dictionary<string, SeenCategory> categories;
    private readonly Dictionary<(long Category, string Code), SeenLine> lines;
    private readonly HashSet<(long Category, string Code)> met = [];

    private ImportPlan(FileTable table, FileColumns columns, SeenBudget seen, NumberForm numbers)
    {
        (this.columns, this.seen, cells) = (columns, seen, seen.Cells());
        categories = seen.Categories.GroupBy(c => c.Code).ToDictionary(g => g.Key, g => g.First());
        lines = seen.Lines.Where(l => l.Code.Length > 0).ToDictionary(l => (l.CategoryId, l.Code));
        var rows = table.Rows.Skip(columns.HeadRow + 1).ToList();
        ReadAs = numbers != NumberForm.Detected ? numbers : FileNumbers.Detect(
            columns.Of.Where(c => IsNumber(c.Key)).SelectMany(c => rows.Select(r => r[c.Value])).Where(c => c.Number is null && c.Problem is null).Select(c => c.Text));
        Rows = [.. rows.Where(r => columns.Of.Values.Any(c => !r[c].IsEmpty)).Select(Row)];
        NotInFile =
        [
            .. seen.Lines.Where(l => !met.Contains((l.CategoryId, l.Code)))
                .Select(l => new MissingLine(l.Id, seen.Categories.Single(c => c.Id == l.CategoryId).Code, l.Code, l.Description, l.Amount)),
        ];
    }

    /// <summary>As chosen, or as the file's numbers show.</summary>
    public NumberForm ReadAs { get; }

    public IReadOnlyList<ImportRow> Rows { get; }

    public IReadOnlyList<MissingLine> NotInFile { get; }

    public static ImportPlan Of(FileTable table, FileColumns columns, SeenBudget seen, NumberForm numbers) => new(table, columns, seen, numbers);

    private ImportRow Row(FileRow row)
    {
        var (category, code) = (row[columns.Of[FileColumns.Category]], row[columns.Of[LineCells.Code]]);
        var description = columns.Of.TryGetValue("description", out var at) ? row[at].Text : "";
        ImportRow Refused(string problem) => new(row.Number, ImportKind.Refused, null, null, category.Text, code.Text, description, problem, null, 0, []);
        if ((category.Problem ?? code.Problem) is { } unknown)
        {
            return Refused(unknown);
        }

        if (category.IsEmpty || code.IsEmpty)
        {
            return Refused(category.IsEmpty ? "This row has no category code." : "This row has no line code.");
        }

        if (!categories.TryGetValue(category.Text, out var heading))
        {
            return Refused($"The budget has no category with the code {Short(category.Text)}.");
        }

        if (!met.Add((heading.Id, code.Text)))
        {
            return Refused($"The line {Short(code.Text)} stands twice in the file.");
        }

        var known = lines.GetValueOrDefault((heading.Id, code.Text));
        var line = known?.Line() ?? new BudgetLine { TenantId = "", CategoryId = heading.Id, Code = "", Description = "", PeriodUnits = new decimal[seen.PeriodCount] };
        if (known is null && cells.Write(line, LineCells.Code, code.Text) is { } wrong)
        {
            return Refused(wrong);
        }

        var found = new List<ImportCell>();
        foreach (var (name, column) in columns.Of.Where(c => c.Key is not (FileColumns.Category or FileColumns.Amount or LineCells.Code)).OrderBy(c => c.Value))
        {
            if (Cell(line, name, row[column], known is null) is { } cell)
            {
                found.Add(cell);
            }
        }

        var kind = known is null ? ImportKind.New : found.Count > 0 ? ImportKind.Changed : ImportKind.Unchanged;
        return new ImportRow(row.Number, kind, known?.Id, heading.Id, heading.Code, line.Code, line.Description, null, Note(row, line), line.Amount, found);
    }

    /// <summary>Null when the cell leaves the line as it is.</summary>
    private ImportCell? Cell(BudgetLine line, string name, FileCell cell, bool isNew)
    {
        var was = LineCells.Read(line, name);
        var typed = cell.Number?.ToString("0.############", CultureInfo.InvariantCulture) ?? cell.Text;
        if (!IsNumber(name))
        {
            typed = cell.Text;
        }

        var problem = cell.Problem;
        if (problem is null && IsNumber(name) && cell.Number is null)
        {
            problem = FileNumbers.Problem(cell.Text, ReadAs, out typed);
        }

        if (problem is null && LineCells.Same(name, was, typed))
        {
            return null;
        }

        problem ??= cells.Write(line, name, typed);
        return new ImportCell(name, problem is not null ? ImportKind.Refused : isNew ? ImportKind.New : ImportKind.Changed, was, problem is null ? typed : cell.Text, problem);
    }

    /// <summary>Amounts are not taken over, as they follow from units and unit values; one that does not is worth a look.</summary>
    private string? Note(FileRow row, BudgetLine line)
    {
        if (!columns.Of.TryGetValue(FileColumns.Amount, out var column) || row[column] is not { IsEmpty: false, Problem: null } cell)
        {
            return null;
        }

        var stated = cell.Number ?? (FileNumbers.Problem(cell.Text, ReadAs, out var plain) is null && TypedNumber.Problem(plain, out var number) is null ? number : null);
        return stated is { } amount && decimal.Round(amount, Money.Decimals(seen.Currency), MidpointRounding.AwayFromZero) != line.Amount
            ? string.Create(CultureInfo.InvariantCulture, $"The file's amount is {amount:0.####}; units times unit value come to {line.Amount:0.####}.")
            : null;
    }

    private static bool IsNumber(string name) => name is "unitValue" or "units" or FileColumns.Amount || name.StartsWith("period", StringComparison.Ordinal);

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
