using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Application.Reports;
using GrantSync.Application.Tests.Actuals;

namespace GrantSync.Application.Tests.Reports;

/// <summary>A donor report has the figures of the actuals, and its parts come to its whole.</summary>
public sealed class ReportTests(TestDatabase database)
{
    [Fact]
    public async Task Periods_projects_and_kinds_each_come_to_the_total_that_ties_to_Odoo()
    {
        await using var books = await Books.Start(database);
        var (organisation, id) = (books.Organisation, books.Organisation.GrantId);
        await organisation.Expect(new EditGrant(id, "Civic voices CVP", new DateOnly(2026, 1, 15), new DateOnly(2028, 12, 31)));
        await organisation.Expect(new DivideBudget(id, PeriodLength.Years));
        await organisation.Expect(new SaveProject(null, id, "A partner", null, null));
        var projects = (await organisation.Budget()).Projects;
        await organisation.Expect(new AllocateBudget(id, [new(projects[0].Id, "40"), new(projects[1].Id, "23")]));
        await organisation.Sync();
        var budget = await organisation.Budget();
        var (line, category) = (budget.Categories[0].Lines[0], budget.Categories[1]);
        var (own, partner) = (budget.Projects[0].Account.OdooId!.Value, budget.Projects[1].Account.OdooId!.Value);

        // a period ends on a day, not with a month
        books.Bill(1, "2026-01-14", 1, own, budget.Categories[0].State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(10, "2026-01-15", 10, own, budget.Categories[0].State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(100, "2027-01-14", 100, partner, budget.Categories[0].State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(1000, "2027-01-15", 600, partner, category.State.OdooId!.Value);
        books.Bill(7, "2028-02-02", 7, own);
        var whole = await books.View();

        var report = await organisation.Expect(new ReadReport(id));

        Assert.Equal(["Year 1", "Year 2", "Year 3"], report.Periods.Select(p => p.Name));
        var ofLine = report.Lines.Single(l => l.Kind == ReportLineKind.Line && l.Code == line.Code);
        Assert.Equal(([21m, 0m, 0m], [110m, 0m, 0m], 1m), (ofLine.Periods.Select(p => p.Budget!.Value).ToArray(), ofLine.Periods.Select(p => p.Actual).ToArray(), ofLine.OtherDays), Same);
        Assert.True(report.HasOtherDays);
        Assert.Equal([0m, 600m, 0m], report.Lines.Single(l => l.Kind == ReportLineKind.NotOnALine).Periods.Select(p => p.Actual));
        Assert.Equal([0m, 0m, 7m], report.Lines.Single(l => l.Kind == ReportLineKind.Elsewhere).Periods.Select(p => p.Actual));

        var total = report.Lines.Single(l => l.Kind == ReportLineKind.Total);
        Assert.Equal(whole.Total, total.Figures);
        Assert.Equal(total.Periods.Select(p => (p.Budget!.Value, p.Actual)), whole.Periods.Select(p => (p.Figures.Budget, p.Figures.Actual)));
        foreach (var period in whole.Periods)
        {
            var opened = await organisation.Expect(new ReadActualLines(id, Days: new DayRange(period.Days.From, period.Days.To)));
            Assert.Equal(period.Figures.Actual + period.Figures.Committed, opened.Sum);
        }

        Assert.Equal((718m, 400m), (total.Figures.Actual, total.Figures.Committed));
        Assert.All(report.Lines, l => Assert.Equal(l.Figures.Actual, l.Periods.Sum(p => p.Actual) + l.OtherDays));
        Assert.All(report.Lines, l => Assert.Equal(l.Figures.Budget, l.Periods.Sum(p => p.Budget)));
        decimal Of(Func<ReportLine, bool> which, Func<ActualsFigures, decimal> what) => report.Lines.Where(which).Sum(l => what(l.Figures));
        foreach (var what in new Func<ActualsFigures, decimal>[] { f => f.Budget, f => f.Actual, f => f.Committed!.Value, f => f.Remaining!.Value })
        {
            Assert.Equal(what(total.Figures), Of(l => l.Kind is ReportLineKind.Direct or ReportLineKind.Indirect or ReportLineKind.Elsewhere, what));
            Assert.Equal(what(total.Figures), Of(l => l.Kind is ReportLineKind.Category or ReportLineKind.Elsewhere, what));
            Assert.Equal(what(total.Figures), report.Projects.Sum(p => what(p.Lines.Single(l => l.Kind == ReportLineKind.Total).Figures)));
        }

        Assert.True(report.Whole.Tie!.Ties);
        Assert.Equal("The lines come to what Odoo itself sums.", ReportBook.Tie(report.Whole));

        var file = await organisation.Expect(new ExportReport(id));
        using var document = SpreadsheetDocument.Open(new MemoryStream(file.Content), false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Equal(["Report", "By period", "By project", "About"], document.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name!.Value!));
        var last = document.WorkbookPart.WorksheetParts.Select(p => p.Worksheet).Single(w => w.InnerText.StartsWith("CodeLineBudget, EUR", StringComparison.Ordinal) && !w.InnerText.Contains("A partner", StringComparison.Ordinal)).Descendants<Row>().Last();
        Assert.Equal(["Total", "63.00", "718.00", "400.00", "-1055.00"], last.Elements<Cell>().Skip(1).Take(5).Select(c => c.CellValue is null ? c.InnerText : decimal.Parse(c.CellValue.Text, System.Globalization.CultureInfo.InvariantCulture).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_whole_budget_is_reported_by_the_grants_years_and_before_the_first_reading_with_zeros()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var report = await organisation.Expect(new ReadReport(organisation.GrantId));
        Assert.False(report.IsDivided);
        Assert.Equal(3, report.Periods.Count);
        Assert.All(report.Lines, l => Assert.All(l.Periods, p => Assert.Null(p.Budget)));
        Assert.Empty(report.Projects);
        Assert.Contains(ReportBook.Facts(report), f => f.Says == "Not read yet: all actuals are zero.");
        Assert.Equal("Draft, not awarded", report.Revision);
        Assert.NotEmpty((await organisation.Expect(new ExportReport(organisation.GrantId))).Content);
    }

    private static bool Same((decimal[] Budget, decimal[] Actual, decimal Other) one, (decimal[] Budget, decimal[] Actual, decimal Other) other) =>
        one.Budget.SequenceEqual(other.Budget) && one.Actual.SequenceEqual(other.Actual) && one.Other == other.Other;
}
