using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Exchange;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Application.Reports;

/// <summary>The donor report as an XLSX.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ExportReport(long GrantId) : IQuery<WrittenFile>;

internal sealed class ExportReportHandler(IMediator mediator) : IRequestHandler<ExportReport, Result<WrittenFile>>
{
    public async Task<Result<WrittenFile>> Handle(ExportReport request, CancellationToken cancellationToken)
    {
        var report = await mediator.Send(new ReadReport(request.GrantId), cancellationToken);
        return report.Refusal is { } refusal ? refusal
            : new WrittenFile($"{report.Value.Grant.AnalyticCode} report.xlsx", WorkbookFile.ContentType, WorkbookFile.Write(ReportBook.Of(report.Value)));
    }
}

/// <summary>A report as sheets: the whole, by period, by project, and what the figures are.</summary>
public static class ReportBook
{
    internal static IReadOnlyList<Sheet> Of(DonorReport report) =>
    [
        new Sheet("Report", Widths(6), [Heads(report), .. report.Lines.Select(l => Row(report, l))], HeadRows: 1, HeadColumns: 2),
        .. report.Periods.Count > 0 ? [ByPeriod(report)] : Array.Empty<Sheet>(),
        .. report.Projects.Count > 0 ? [ByProject(report)] : Array.Empty<Sheet>(),
        About(report),
    ];

    /// <summary>What must be known to read the figures, one sentence each.</summary>
    public static IReadOnlyList<(string What, string Says)> Facts(DonorReport report)
    {
        var view = report.Whole;
        return
        [
            ("Analytic code", report.Grant.AnalyticCode),
            ("Donor", report.Grant.Donor),
            ("Unit", report.Grant.Unit),
            ("Grant", string.Create(CultureInfo.InvariantCulture, $"{report.Grant.StartsOn:d MMM yyyy} to {report.Grant.EndsOn:d MMM yyyy}")),
            ("Budget", report.Revision),
            ("Currency", view.Currency == view.BudgetCurrency ? view.Currency : $"Actuals in {view.Currency}, the budget in {view.BudgetCurrency}: no rate is stated, so they are not compared."),
            .. view.Rates.Select(r => ("Rate", string.Create(CultureInfo.InvariantCulture, $"1 {view.BudgetCurrency} = {r.Rate:0.########} {r.Currency}, stated {r.SetAt.UtcDateTime:d MMM yyyy}{(r.SetBy is null ? "" : $" by {r.SetBy}")}"))),
            .. view.Apart.Select(a => ("Apart", string.Create(CultureInfo.InvariantCulture, $"{a.Amount:0.00##} {a.Currency} on {a.Lines} lines is in no figure: no rate is stated."))),
            ("Read from Odoo", view.Shown?.EndedAt is { } read ? string.Create(CultureInfo.InvariantCulture, $"{read.UtcDateTime:d MMM yyyy HH:mm} UTC") : "Not read yet: all actuals are zero."),
            ("Tie to Odoo", Tie(view)),
        ];
    }

    public static string Tie(ActualsView view) => view.Tie is not { } tie ? "Not checked: Odoo was not read yet."
        : tie.Ties ? "The lines come to what Odoo itself sums." : "The lines do not come to what Odoo itself sums: read Odoo again before you send this report.";

    private static IReadOnlyList<SheetCell> Heads(DonorReport report) =>
    [
        SheetCell.Head("Code"), SheetCell.Head("Line"), SheetCell.Head($"Budget, {report.Whole.BudgetCurrency}"), SheetCell.Head($"Actual, {report.Whole.Currency}"),
        SheetCell.Head($"Committed, {report.Whole.Currency}"), SheetCell.Head("Remaining"), SheetCell.Head("Used, %"),
    ];

    private static IReadOnlyList<SheetCell> Row(DonorReport report, ReportLine line)
    {
        var (look, of, planned) = (Look(line), report.Whole.Decimals, Money.Decimals(report.Whole.BudgetCurrency));
        var figures = line.Figures;
        return
        [
            new(line.Code, Look: look), new(line.Name, Look: look), SheetCell.Of(figures.Budget, planned, look), SheetCell.Of(figures.Actual, of, look),
            figures.Committed is null ? "not known" : SheetCell.Of(figures.Committed, of, look), Maybe(figures.Remaining, of, look), Maybe(figures.Percent, 1, look),
        ];
    }

    private static Sheet ByPeriod(DonorReport report)
    {
        var (of, planned) = (report.Whole.Decimals, Money.Decimals(report.Whole.BudgetCurrency));
        List<SheetCell> heads = [SheetCell.Head("Code"), SheetCell.Head("Line")];
        foreach (var period in report.Periods)
        {
            var days = string.Create(CultureInfo.InvariantCulture, $"{period.Name} ({period.Days.From:d MMM yyyy} to {period.Days.To:d MMM yyyy})");
            heads.AddRange(report.IsDivided ? [SheetCell.Head($"{days}, budget"), SheetCell.Head($"{days}, actual")] : [SheetCell.Head($"{days}, actual")]);
        }

        heads.AddRange(report.HasOtherDays ? [SheetCell.Head("Other days, actual"), SheetCell.Head("All, actual")] : [SheetCell.Head("All, actual")]);
        IReadOnlyList<SheetCell> Cells(ReportLine line)
        {
            var look = Look(line);
            List<SheetCell> cells = [new(line.Code, Look: look), new(line.Name, Look: look)];
            foreach (var period in line.Periods)
            {
                cells.AddRange(report.IsDivided ? [SheetCell.Of(period.Budget, planned, look), SheetCell.Of(period.Actual, of, look)] : [SheetCell.Of(period.Actual, of, look)]);
            }

            cells.AddRange(report.HasOtherDays ? [SheetCell.Of(line.OtherDays, of, look), SheetCell.Of(line.Figures.Actual, of, look)] : [SheetCell.Of(line.Figures.Actual, of, look)]);
            return cells;
        }

        return new Sheet("By period", Widths(heads.Count - 2), [heads, .. report.Lines.Select(Cells)], HeadRows: 1, HeadColumns: 2);
    }

    private static Sheet ByProject(DonorReport report) => new(
        "By project",
        Widths(6),
        [Heads(report), .. report.Projects.SelectMany(p => (IEnumerable<IReadOnlyList<SheetCell>>)[[SheetCell.Head(p.Code), SheetCell.Head(p.Name)], .. p.Lines.Select(l => Row(report, l)), []])],
        HeadRows: 1,
        HeadColumns: 2);

    private static Sheet About(DonorReport report) => new(
        "About",
        [18, 90],
        [
            [new SheetCell(report.Grant.Title, Look: CellLook.Title)],
            .. Facts(report).Select(f => (IReadOnlyList<SheetCell>)[SheetCell.Strong(f.What), f.Says]),
            [SheetCell.Strong("Written"), string.Create(CultureInfo.InvariantCulture, $"{report.WrittenAt.UtcDateTime:d MMM yyyy HH:mm} UTC, by GrantSync")],
        ]);

    private static List<double> Widths(int numbers) => [12, 46, .. Enumerable.Repeat(16d, numbers)];

    private static CellLook Look(ReportLine line) => line.Kind is ReportLineKind.Line or ReportLineKind.NotOnALine ? CellLook.Plain : CellLook.Strong;

    private static SheetCell Maybe(decimal? number, int decimals, CellLook look) => number is null ? SheetCell.Empty : SheetCell.Of(number, decimals, look);
}
