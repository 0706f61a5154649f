using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Application.Exchange;

/// <summary>A grant's saved budget as a file that can be changed elsewhere and imported again.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ExportBudget(long GrantId, FileKind Kind) : IQuery<WrittenFile>;

public enum FileKind
{
    /// <summary>With commas between, decimal points, in UTF-8 with a mark, so that spreadsheets know.</summary>
    Csv,
    Xlsx,
}

public sealed record WrittenFile(string Name, string ContentType, byte[] Content);

internal sealed class ExportBudgetHandler(KeptBudget kept, TimeProvider time) : IRequestHandler<ExportBudget, Result<WrittenFile>>
{
    public async Task<Result<WrittenFile>> Handle(ExportBudget request, CancellationToken cancellationToken)
    {
        if (await kept.Read(request.GrantId, cancellationToken) is not { } budget)
        {
            return new GrantIsGone();
        }

        if (request.Kind == FileKind.Csv)
        {
            return new WrittenFile($"{budget.Grant.AnalyticCode} budget.csv", "text/csv; charset=utf-8", CsvFile.Write(BudgetSheet.Rows(budget.Now)));
        }

        var newest = await kept.Newest(budget.Grant, cancellationToken);
        var revision = newest is null ? "Draft, not awarded"
            : string.Create(CultureInfo.InvariantCulture, $"Revision {newest.Number} of {newest.ApprovedOn:d MMM yyyy}")
                + (BudgetComparison.Of(BudgetSnapshot.Read(newest.Snapshot), budget.Now).IsNothing ? "" : ", changed since");
        return new WrittenFile(
            $"{budget.Grant.AnalyticCode} budget.xlsx", WorkbookFile.ContentType, WorkbookFile.Write([BudgetSheet.Of(budget.Now), About(budget.Grant, budget.Now, revision, time.GetUtcNow())]));
    }

    private static Sheet About(Grant grant, BudgetSnapshot budget, string revision, DateTimeOffset now) => new(
        "About",
        [22, 70],
        [
            [new SheetCell(grant.Title, Look: CellLook.Title)],
            [SheetCell.Strong("Analytic code"), grant.AnalyticCode],
            [SheetCell.Strong("Grant"), string.Create(CultureInfo.InvariantCulture, $"{grant.StartsOn:d MMM yyyy} to {grant.EndsOn:d MMM yyyy}")],
            [SheetCell.Strong("Currency"), budget.Currency],
            [SheetCell.Strong("Total"), SheetCell.Of(budget.Total, Money.Decimals(budget.Currency))],
            [SheetCell.Strong("Revision"), revision],
            [SheetCell.Strong("Written"), string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:d MMM yyyy HH:mm} UTC, by GrantSync")],
            .. budget.PeriodList.Select(p => new SheetCell[]
            {
                SheetCell.Strong(Headings.Period(budget.Periods, p.Number)),
                string.Create(CultureInfo.InvariantCulture, $"{p.From:d MMM yyyy} to {p.To:d MMM yyyy}"),
            }),
            [],
            [SheetCell.Strong("Importing again"), "Lines are found by their category code and line code. Amounts follow from units and unit values."],
        ]);
}

/// <summary>A budget as rows under headings.</summary>
internal static class BudgetSheet
{
    public static IReadOnlyList<IReadOnlyList<SheetCell>> Rows(BudgetSnapshot budget)
    {
        var columns = BudgetColumn.Of(budget);
        return
        [
            [.. columns.Select(c => SheetCell.Head(c.Heading))],
            .. budget.Categories.SelectMany(c => c.Lines.Select(l => (IReadOnlyList<SheetCell>)[.. columns.Select(column => column.Cell(c, l))])),
        ];
    }

    public static Sheet Of(BudgetSnapshot budget) => new("Budget", [.. BudgetColumn.Of(budget).Select(c => c.Width)], Rows(budget), HeadRows: 1, HeadColumns: 4);
}
