using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Application.Reports;

/// <summary>What a donor asks for: budget against actual by category and line, by period and by project. The figures are those of <see cref="ReadActuals"/>.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadReport(long GrantId) : IQuery<DonorReport>;

/// <param name="Whole">All projects and all of the time: currency, rates, and the tie to Odoo.</param>
/// <param name="Periods">The budget's own, or the grant's years when the budget is not divided.</param>
/// <param name="IsDivided">The periods have budgets of their own.</param>
/// <param name="HasOtherDays">Something was spent before the first or after the last period.</param>
/// <param name="Revision">Which budget it is, in words.</param>
/// <param name="Lines">Budget against actual, top to bottom.</param>
/// <param name="Projects">The same of each project, without periods; empty for a single project.</param>
public sealed record DonorReport(
    GrantView Grant, ActualsView Whole, IReadOnlyList<ReportPeriod> Periods, bool IsDivided, bool HasOtherDays, string Revision, DateTimeOffset WrittenAt,
    IReadOnlyList<ReportLine> Lines, IReadOnlyList<ReportOfProject> Projects);

/// <param name="Name">Such as <c>Year 1</c>.</param>
public sealed record ReportPeriod(string Name, BudgetPeriod Days);

public sealed record ReportOfProject(string Code, string Name, IReadOnlyList<ReportLine> Lines);

/// <param name="Periods">In the order of the report's periods.</param>
/// <param name="OtherDays">Spent outside all periods.</param>
public sealed record ReportLine(ReportLineKind Kind, string Code, string Name, ActualsFigures Figures, IReadOnlyList<PeriodFigures> Periods, decimal OtherDays);

/// <param name="Budget">Null where the budget is not divided.</param>
public sealed record PeriodFigures(decimal? Budget, decimal Actual);

public enum ReportLineKind
{
    Category,
    Line,

    /// <summary>On a category and on none of its lines.</summary>
    NotOnALine,

    /// <summary>On no category of the budget.</summary>
    Elsewhere,
    Direct,
    Indirect,
    Total,
}

internal sealed class ReadReportHandler(IMediator mediator, TimeProvider time) : IRequestHandler<ReadReport, Result<DonorReport>>
{
    public async Task<Result<DonorReport>> Handle(ReadReport request, CancellationToken cancellationToken)
    {
        var grant = await mediator.Send(new ReadGrant(request.GrantId), cancellationToken);
        if (grant.Refusal is { } gone)
        {
            return gone;
        }

        Task<Result<ActualsView>> Read(long? project = null, BudgetPeriod? days = null) =>
            mediator.Send(new ReadActuals(request.GrantId, project, Days: days is null ? null : new DayRange(days.From, days.To)), cancellationToken);
        var budget = (await mediator.Send(new ReadBudget(request.GrantId), cancellationToken)).Value;
        var whole = (await Read()).Value;
        var divided = budget.Periods != PeriodLength.Whole;
        var length = budget.Periods == PeriodLength.Quarters ? "Quarter" : "Year";
        var periods = BudgetPeriod.Of(divided ? budget.Periods : PeriodLength.Years, grant.Value.StartsOn, grant.Value.EndsOn);
        var spent = new List<ReportTable>();
        foreach (var period in periods)
        {
            spent.Add(new ReportTable((await Read(days: period)).Value, budget));
        }

        var lines = new ReportTable(whole, budget).Lines(divided, spent);
        var projects = new List<ReportOfProject>();
        foreach (var project in whole.Projects.Count > 1 ? whole.Projects : [])
        {
            projects.Add(new ReportOfProject(project.Code, project.Name, new ReportTable((await Read(project.Id)).Value, budget).Lines(false, [])));
        }

        return new DonorReport(
            grant.Value, whole, [.. periods.Select(p => new ReportPeriod(string.Create(CultureInfo.InvariantCulture, $"{length} {p.Number}"), p))], divided,
            lines.Any(l => l.OtherDays != 0), await Revision(request.GrantId, cancellationToken), time.GetUtcNow(), lines, projects);
    }

    private async Task<string> Revision(long grantId, CancellationToken cancellationToken)
    {
        var view = (await mediator.Send(new ReadRevisions(grantId), cancellationToken)).Value;
        return view.Newest is not { } newest ? "Draft, not awarded"
            : string.Create(CultureInfo.InvariantCulture, $"Revision {newest.Number} of {newest.ApprovedOn:d MMM yyyy}") + (view.Draft is null ? "" : ", changed since");
    }
}
