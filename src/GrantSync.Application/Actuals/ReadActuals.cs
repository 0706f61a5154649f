using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>What a grant has spent by Odoo's analytic lines and by what was entered by hand, beside its budget.</summary>
/// <param name="GrantId">The grant.</param>
/// <param name="Project">One project's part; 0 for what is on no project of the grant.</param>
/// <param name="From">The first month, by any of its days.</param>
/// <param name="To">The last month, by any of its days.</param>
/// <param name="Days">Only these days: a budget's periods need not begin with a month.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadActuals(long GrantId, long? Project = null, DateOnly? From = null, DateOnly? To = null, DayRange? Days = null) : IQuery<ActualsView>;

/// <summary>Both days included.</summary>
public sealed record DayRange(DateOnly From, DateOnly To);

/// <param name="Currency">The figures' currency: the grant's, or the books' while no rate is stated.</param>
/// <param name="Decimals">The figures' decimals.</param>
/// <param name="BudgetCurrency">The grant's currency, in which the budget is.</param>
/// <param name="IsConnected">An Odoo is connected.</param>
/// <param name="Shown">The reading that the figures come from; null before the first.</param>
/// <param name="Last">The newest reading; it may go on still or have failed.</param>
/// <param name="NextAt">When Odoo is read next by itself.</param>
/// <param name="HasPlans">Off for Odoo 16, whose lines tag one account: only projects are known.</param>
/// <param name="KnowsCommitted">Off when the Odoo user may not read journal entries; what is unpaid is counted as actual then.</param>
/// <param name="Categories">The budget's categories with their detail lines.</param>
/// <param name="Elsewhere">On no category of this budget; counted in the project and in the total.</param>
/// <param name="Total">All lines together.</param>
/// <param name="Projects">The same by project.</param>
/// <param name="Months">The same by month.</param>
/// <param name="Tie">Whether the lines come to what Odoo itself sums; null before the first reading.</param>
/// <param name="Contradictions">Lines whose category is another than their detail line's; they count on the detail line.</param>
/// <param name="Apart">Money in currencies without a rate, which no figure holds.</param>
/// <param name="Rates">The rates that hold, each for one currency of the books.</param>
/// <param name="FormerRates">Rates that were replaced, newest first.</param>
public sealed record ActualsView(
    long GrantId,
    string Currency,
    int Decimals,
    string BudgetCurrency,
    bool IsConnected,
    ActualsReport? Shown,
    ActualsReport? Last,
    DateTimeOffset? NextAt,
    bool HasPlans,
    bool KnowsCommitted,
    IReadOnlyList<ActualsCategory> Categories,
    ActualsFigures? Elsewhere,
    ActualsFigures Total,
    IReadOnlyList<ActualsProject> Projects,
    IReadOnlyList<ActualsMonth> Months,
    ActualsTie? Tie,
    int Contradictions,
    IReadOnlyList<MoneyApart> Apart,
    IReadOnlyList<StatedRate> Rates,
    IReadOnlyList<StatedRate> FormerRates)
{
    /// <summary>Budget against actual by the budget's periods, or by the grant's years; empty while a part of the time is shown.</summary>
    public IReadOnlyList<ActualsPeriod> Periods { get; init; } = [];

    /// <summary>What <see cref="Periods"/> are: years or quarters.</summary>
    public PeriodLength PeriodLength { get; init; }

    /// <summary>What of the whole grant was entered by hand; null when all its projects are in Odoo and nothing was.</summary>
    public ManualPart? Manual { get; init; }
}

/// <param name="Entries">How many stand.</param>
/// <param name="Amount">What they come to, in the grant's currency.</param>
/// <param name="Newest">The id of the newest; 0 when there is none.</param>
public sealed record ManualPart(int Entries, decimal Amount, long Newest);

/// <param name="Budget">In the grant's currency.</param>
/// <param name="Actual">Posted, and not waiting to be paid.</param>
/// <param name="Committed">Posted on bills that are not paid yet; null when that is not known.</param>
/// <param name="Remaining">Budget less actual and committed; null for a part of the time, and while the figures are not in the budget's currency.</param>
/// <param name="Percent">Of the budget, actual and committed together; null where <paramref name="Remaining"/> is, and without a budget.</param>
/// <param name="Lines">Odoo's lines and manual entries that make it.</param>
public sealed record ActualsFigures(decimal Budget, decimal Actual, decimal? Committed, decimal? Remaining, decimal? Percent, int Lines);

/// <param name="NotOnALine">Counted in the category, and on none of its detail lines; null when there is nothing.</param>
public sealed record ActualsCategory(long Id, string Code, string Name, ActualsFigures Figures, IReadOnlyList<ActualsDetail> Details, ActualsFigures? NotOnALine);

public sealed record ActualsDetail(long Id, string Code, string Description, ActualsFigures Figures);

/// <param name="Id">0 for what is on no project of the grant.</param>
public sealed record ActualsProject(long Id, string Code, string Name, ActualsFigures Figures);

/// <param name="HasBudget">Off while the budget is not divided into periods, and for a part of the grant.</param>
public sealed record ActualsPeriod(BudgetPeriod Days, bool HasBudget, ActualsFigures Figures);

public sealed record ActualsMonth(DateOnly Month, decimal Actual, decimal? Committed, int Lines);

/// <summary>The check beside the total: the lines that were read against Odoo's own sum of them, in the currencies of the books.</summary>
public sealed record ActualsTie(bool Ties, IReadOnlyList<TieOfCompany> Companies);

public sealed record TieOfCompany(string Company, string Currency, int Lines, decimal Sum, int LinesInOdoo, decimal SumInOdoo);

public sealed record MoneyApart(string Currency, decimal Amount, int Lines);

/// <summary>One unit of the grant's currency is <paramref name="Rate"/> units of <paramref name="Currency"/>.</summary>
public sealed record StatedRate(string Currency, decimal Rate, DateTimeOffset SetAt, string? SetBy);

internal sealed class ReadActualsValidator : AbstractValidator<ReadActuals>
{
    public ReadActualsValidator() =>
        RuleFor(r => r.To).Must((r, to) => to is null || r.From is null || to >= r.From).WithMessage("The last month is before the first.");
}

internal sealed class ReadActualsHandler(GrantSyncDb db, GrantActuals actuals) : IRequestHandler<ReadActuals, Result<ActualsView>>
{
    public async Task<Result<ActualsView>> Handle(ReadActuals request, CancellationToken cancellationToken)
    {
        if (await actuals.Read(request.GrantId, cancellationToken) is not { } spending)
        {
            return new GrantIsGone();
        }

        var people = await db.Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        var companies = await db.OdooCompanies.AsNoTracking().ToDictionaryAsync(c => c.OdooId, c => c.Name, cancellationToken);
        string? Name(long? user) => user is { } known ? people.GetValueOrDefault(known) : null;
        StatedRate Stated(ActualsRate rate) => new(rate.Currency, rate.Rate, rate.SetAt, Name(rate.SetBy));
        var holding = spending.Rates.DistinctBy(r => r.Currency).ToList();

        var counted = spending.Counted().Where(c => request.Days is not { } days || (c.Date >= days.From && c.Date <= days.To)).ToList();
        var filter = new ActualsFilter(request.Project, request.From, request.To, request.Days is not null);
        var shown = counted.Where(c => filter.Holds(c.Place)).ToList();
        ActualsTable Table(ActualsFilter of) => new(spending, of, Attribution.Sum(counted.Where(c => of.Holds(c.Place)).Select(c => (c.Place, c.Spent))));
        var table = Table(filter);
        return new ActualsView(
            request.GrantId,
            spending.Conversion.Figures,
            spending.Conversion.Decimals,
            spending.Conversion.GrantCurrency,
            spending.Whole.Connection is not null,
            spending.Read is { } read ? ActualsReport.Of(read, Name(read.StartedBy)) : null,
            spending.Last is { } last ? ActualsReport.Of(last, Name(last.StartedBy)) : null,
            spending.Whole.Connection?.NextActualsAt,
            spending.Read?.HasPlans ?? true,
            spending.Read?.KnowsPayments ?? true,
            table.Categories(),
            table.Elsewhere(),
            table.Total(),
            Table(filter with { Project = null }).Projects(),
            table.Months(),
            spending.Read is null ? null : Tie(spending, companies),
            shown.Count(c => c.Contradicts),
            [.. spending.Lines.Where(l => spending.Conversion.Apart.Contains(l.Currency)).GroupBy(l => l.Currency).Select(g => new MoneyApart(g.Key, -g.Sum(l => l.Line.Amount), g.Count()))],
            [.. holding.Select(Stated)],
            [.. spending.Rates.Except(holding).Select(Stated)])
        {
            Periods = table.Periods(counted),
            PeriodLength = spending.Whole.Budget.Periods == PeriodLength.Quarters ? PeriodLength.Quarters : PeriodLength.Years,
            Manual = spending.Manual.Count > 0 || spending.Whole.Grant.Projects.Any(p => p.NotInOdoo && p.RemovedAt is null)
                ? new ManualPart(spending.Manual.Count, spending.Manual.Sum(a => a.Amount), spending.Manual.Select(a => a.Id).DefaultIfEmpty().Max())
                : null,
        };
    }

    private static ActualsTie Tie(GrantSpending spending, Dictionary<int, string> names)
    {
        var ours = spending.Lines.GroupBy(l => l.CompanyId).ToDictionary(g => g.Key, g => (g.First().Currency, Lines: g.Count(), Sum: g.Sum(l => l.Line.Amount)));
        var odoos = spending.Sums.ToDictionary(s => s.CompanyId);
        var each = ours.Keys.Union(odoos.Keys).Order().Select(company =>
        {
            var (own, odoo) = (ours.GetValueOrDefault(company), odoos.GetValueOrDefault(company));
            return new TieOfCompany(names.GetValueOrDefault(company, $"Company {company}"), own.Currency ?? "", own.Lines, own.Sum, odoo?.Lines ?? 0, odoo?.Amount ?? 0);
        }).ToList();
        return new ActualsTie(each.All(c => c.Lines == c.LinesInOdoo && c.Sum == c.SumInOdoo), each);
    }
}

/// <summary>What a page is narrowed to.</summary>
/// <param name="Project">0 for what is on no project of the grant.</param>
/// <param name="HasDays">The lines are narrowed to some days already.</param>
internal sealed record ActualsFilter(long? Project, DateOnly? From, DateOnly? To, bool HasDays = false)
{
    public bool IsPartOfTime => From is not null || To is not null || HasDays;

    public bool Holds(Place place) =>
        (Project is null || (place.Project ?? 0) == Project)
        && (From is not { } from || place.Month >= new DateOnly(from.Year, from.Month, 1))
        && (To is not { } to || place.Month <= to);
}

/// <summary>Puts sums beside the budget.</summary>
internal sealed class ActualsTable(GrantSpending spending, ActualsFilter filter, IReadOnlyDictionary<Place, Spent> sums)
{
    private readonly bool knows = spending.Read?.KnowsPayments ?? true;
    private readonly bool compares = !filter.IsPartOfTime && spending.Conversion.Figures == spending.Conversion.GrantCurrency && spending.Conversion.Apart.Count == 0;
    private readonly Dictionary<long, decimal> budgets = BudgetsOf(spending, filter.Project);
    private readonly ILookup<long?, KeyValuePair<Place, Spent>> byCategory = sums.ToLookup(s => s.Key.Category);
    private readonly ILookup<long?, KeyValuePair<Place, Spent>> byLine = sums.ToLookup(s => s.Key.Line);

    public IReadOnlyList<ActualsCategory> Categories() =>
    [
        .. spending.Whole.Budget.Categories.OrderBy(c => c.Position).ThenBy(c => c.Id).Where(c => c.RemovedAt is null || byCategory[c.Id].Any()).Select(category =>
        {
            var lines = category.Lines.OrderBy(l => l.Position).ThenBy(l => l.Id).Where(l => l.RemovedAt is null || byLine[l.Id].Any()).ToList();
            var without = Sum(byCategory[category.Id].Where(s => s.Key.Line is null));
            return new ActualsCategory(
                category.Id,
                category.Code,
                category.Name,
                Figures(lines.Sum(l => budgets.GetValueOrDefault(l.Id)), Sum(byCategory[category.Id])),
                [.. lines.Select(l => new ActualsDetail(l.Id, l.Code, l.Description, Figures(budgets.GetValueOrDefault(l.Id), Sum(byLine[l.Id]))))],
                without.Lines == 0 ? null : Figures(0, without));
        }),
    ];

    public ActualsFigures? Elsewhere() => Of(p => p.Category is null) is { Lines: > 0 } elsewhere ? Figures(0, elsewhere) : null;

    public ActualsFigures Total() => Figures(budgets.Values.Sum(), Of(_ => true));

    public IReadOnlyList<ActualsProject> Projects() =>
    [
        .. spending.Whole.Grant.Projects.OrderBy(p => p.Id).Where(p => p.RemovedAt is null || Of(at => at.Project == p.Id).Lines > 0)
            .Select(p => new ActualsProject(p.Id, p.Code, p.Name, Figures(p.RemovedAt is null ? p.Allocated : 0, Of(at => at.Project == p.Id)))),
        .. Of(p => p.Project is null) is { Lines: > 0 } none ? [new ActualsProject(0, "", "On no project of this grant", Figures(0, none))] : Array.Empty<ActualsProject>(),
    ];

    public IReadOnlyList<ActualsMonth> Months() =>
    [
        .. sums.GroupBy(s => s.Key.Month).OrderBy(g => g.Key).Select(g =>
        {
            var spent = g.Aggregate(default(Spent), (sum, s) => sum + s.Value);
            return new ActualsMonth(g.Key, spent.Actual, knows ? spent.Committed : null, spent.Lines);
        }),
    ];

    private Spent Of(Func<Place, bool> which) => Sum(sums.Where(s => which(s.Key)));

    private static Spent Sum(IEnumerable<KeyValuePair<Place, Spent>> of) => of.Aggregate(default(Spent), (sum, s) => sum + s.Value);

    private ActualsFigures Figures(decimal budget, Spent spent)
    {
        var used = spent.Actual + spent.Committed;
        return new ActualsFigures(
            budget,
            spent.Actual,
            knows ? spent.Committed : null,
            compares ? budget - used : null,
            compares && budget != 0 ? decimal.Round(used / budget * 100, 1, MidpointRounding.AwayFromZero) : null,
            spent.Lines);
    }

    /// <summary>The budget's own periods, or the grant's years when the budget is not divided; only the whole of a grant has budgets by period.</summary>
    public IReadOnlyList<ActualsPeriod> Periods(IReadOnlyList<Counted> counted)
    {
        var (grant, budget) = (spending.Whole.Grant, spending.Whole.Budget);
        var divided = budget.Periods != PeriodLength.Whole;
        var periods = BudgetPeriod.Of(divided ? budget.Periods : PeriodLength.Years, grant.StartsOn, grant.EndsOn);
        if (filter.IsPartOfTime || periods.Count < 2)
        {
            return [];
        }

        var lines = budget.Categories.Where(c => c.RemovedAt is null).SelectMany(c => c.Lines).Where(l => l.RemovedAt is null).ToList();
        var spent = counted.Where(c => filter.Holds(c.Place)).ToLookup(c => BudgetPeriod.At(periods, c.Date)?.Number, c => c.Spent);
        return
        [
            .. periods.Select(period =>
            {
                var planned = divided && filter.Project is null
                    ? lines.Sum(l => Money.Amount(l.PeriodUnits.ElementAtOrDefault(period.Number - 1), l.UnitValue, budget.Currency)) : (decimal?)null;
                var figures = Figures(planned ?? 0, spent[period.Number].Aggregate(default(Spent), (sum, one) => sum + one));
                return new ActualsPeriod(period, planned is not null, planned is null ? figures with { Remaining = null, Percent = null } : figures);
            }),
        ];
    }

    /// <summary>A project's part of each line is what the division by allocation gives it, as in its budget in Odoo.</summary>
    private static Dictionary<long, decimal> BudgetsOf(GrantSpending spending, long? project)
    {
        var budget = spending.Whole.Budget;
        var lines = budget.Categories.Where(c => c.RemovedAt is null).SelectMany(c => c.Lines).Where(l => l.RemovedAt is null).OrderBy(l => l.Id).ToList();
        if (project is null)
        {
            return lines.ToDictionary(l => l.Id, l => l.Amount);
        }

        var projects = spending.Whole.Grant.Projects.Where(p => p.RemovedAt is null).OrderBy(p => p.Id).ToList();
        var at = projects.FindIndex(p => p.Id == project);
        var parts = Division.Of([.. lines.Select(l => l.Amount)], [.. projects.Select(p => p.Allocated)], Money.Decimals(budget.Currency));
        return lines.Index().ToDictionary(l => l.Item.Id, l => at < 0 ? 0 : parts[l.Index][at]);
    }
}
