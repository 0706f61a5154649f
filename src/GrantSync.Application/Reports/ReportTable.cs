using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Reports;

/// <summary>One reading of actuals as the rows of a report. Sums are sums of its rows, nothing is computed another way.</summary>
internal sealed class ReportTable(ActualsView view, BudgetView budget)
{
    private readonly HashSet<long> indirect = [.. budget.Categories.Where(c => c.IsIndirect).Select(c => c.Id)];
    private readonly Dictionary<long, LineView> budgeted = budget.Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id);

    private ActualsView View => view;

    /// <param name="divided">The budget has periods of its own.</param>
    /// <param name="periods">The same grant's readings of single periods.</param>
    public IReadOnlyList<ReportLine> Lines(bool divided, IReadOnlyList<ReportTable> periods)
    {
        var lines = new List<ReportLine>();
        void Add(ReportLineKind kind, string code, string name, ActualsFigures figures, Func<ReportTable, ActualsFigures?> inPeriod, Func<LineView, bool> budgets)
        {
            var parts = periods.Select((period, at) => new PeriodFigures(
                divided ? budgeted.Values.Where(budgets).Sum(l => Money.Amount(l.PeriodUnits[at], l.UnitValue, budget.Currency)) : null, inPeriod(period)?.Actual ?? 0)).ToList();
            lines.Add(new ReportLine(kind, code, name, figures, parts, periods.Count == 0 ? 0 : figures.Actual - parts.Sum(p => p.Actual)));
        }

        var categoryOf = budget.Categories.SelectMany(c => c.Lines.Select(l => (l.Id, Category: c.Id))).ToDictionary(l => l.Id, l => l.Category);
        foreach (var category in view.Categories)
        {
            ActualsCategory? Same(ReportTable period) => period.View.Categories.SingleOrDefault(c => c.Id == category.Id);
            Add(ReportLineKind.Category, category.Code, category.Name, category.Figures, p => Same(p)?.Figures, l => categoryOf[l.Id] == category.Id);
            foreach (var line in category.Details)
            {
                Add(ReportLineKind.Line, line.Code, line.Description, line.Figures, p => Same(p)?.Details.SingleOrDefault(d => d.Id == line.Id)?.Figures, l => l.Id == line.Id);
            }

            if (category.NotOnALine is { } without)
            {
                Add(ReportLineKind.NotOnALine, "", "Not on a line", without, p => Same(p)?.NotOnALine, _ => false);
            }
        }

        Add(ReportLineKind.Direct, "", "Direct", Sum(isIndirect: false), p => p.Sum(isIndirect: false), l => !indirect.Contains(categoryOf[l.Id]));
        Add(ReportLineKind.Indirect, "", "Indirect", Sum(isIndirect: true), p => p.Sum(isIndirect: true), l => indirect.Contains(categoryOf[l.Id]));
        if (view.Elsewhere is { } elsewhere)
        {
            Add(ReportLineKind.Elsewhere, "", "On no category of this budget", elsewhere, p => p.View.Elsewhere, _ => false);
        }

        Add(ReportLineKind.Total, "", "Total", view.Total, p => p.View.Total, _ => true);
        return lines;
    }

    private ActualsFigures Sum(bool isIndirect)
    {
        var parts = view.Categories.Where(c => indirect.Contains(c.Id) == isIndirect).Select(c => c.Figures).ToList();
        var (planned, actual, committed) = (parts.Sum(p => p.Budget), parts.Sum(p => p.Actual), view.Total.Committed is null ? (decimal?)null : parts.Sum(p => p.Committed ?? 0));
        var compares = view.Total.Remaining is not null;
        return new ActualsFigures(
            planned, actual, committed, compares ? planned - actual - (committed ?? 0) : null,
            compares && planned != 0 ? decimal.Round((actual + (committed ?? 0)) / planned * 100, 1, MidpointRounding.AwayFromZero) : null, parts.Sum(p => p.Lines));
    }
}
