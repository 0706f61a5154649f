using GrantSync.Application.Pipeline;
using GrantSync.Application.Reports;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Exchange;

/// <summary>The donor report, to read, to print, and as an XLSX.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class ReportModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public DonorReport Report { get; private set; } = null!;

    /// <summary>Without those that stand in the page's head.</summary>
    public IEnumerable<(string What, string Says)> Facts => ReportBook.Facts(Report).Where(f => f.What is not ("Analytic code" or "Donor" or "Unit" or "Grant"));

    public async Task<IActionResult> OnGet()
    {
        var report = await Send(new ReadReport(Id));
        if (report.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Report = report.Value;
        return Page();
    }

    public async Task<IActionResult> OnGetFile()
    {
        var written = await Send(new ExportReport(Id));
        return written.Refusal is { } refusal ? TurnAway(refusal) : File(written.Value.Content, written.Value.ContentType, written.Value.Name);
    }
}

/// <param name="Title">The id of the heading that names the table.</param>
public sealed record ReportShown(DonorReport Report, IReadOnlyList<ReportLine> Lines, string Title);

internal static class ExchangeReport
{
    /// <summary><c>Year 2</c> in the reader's language.</summary>
    public static string Period(ReportPeriod period) => T(period.Name.Split(' ')[0] + " {0}", period.Days.Number);
}
