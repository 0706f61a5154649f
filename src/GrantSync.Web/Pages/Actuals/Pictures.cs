using System.Text.Json;
using GrantSync.Application.Actuals;
using GrantSync.Application.Grants;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>One picture of the actuals: what pictures.js draws, and the sentence that says the same.</summary>
/// <param name="Id">Of its heading.</param>
/// <param name="Summary">What is to be seen; where there is nothing to draw, why.</param>
/// <param name="Legend">What each colour stands for, by the name that the style sheet has for it.</param>
/// <param name="Data">Null when there is nothing to draw.</param>
internal sealed record Picture(string Id, string Title, string Summary, IReadOnlyList<(string Colour, string Name)> Legend, string? Data);

/// <summary>The pictures above the tables, made from the very figures that the tables show.</summary>
internal sealed class Pictures(ActualsView view, GrantView grant, ActualsNarrowing narrowing, DateOnly today)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private bool ComparesTime => narrowing.FirstMonth is null && narrowing.LastMonth is null;

    private bool InBudgetCurrency => view.Currency == view.BudgetCurrency;

    private static (string, string) ActualColour => ("actual", T("Actual"));

    private static (string, string) CommittedColour => ("committed", T("Committed"));

    public IReadOnlyList<Picture> All => [BurnDown(), Categories(), Months()];

    public Picture BurnDown()
    {
        const string id = "burn-down";
        var title = T("What remains of the budget");
        if (!ComparesTime || view.Total.Remaining is not { } remaining || view.Total.Budget <= 0)
        {
            return new Picture(id, title, !ComparesTime
                ? T("This picture is of the grant’s whole time. Show all months to see it.")
                : view.Total.Budget <= 0 ? T("There is no budget here from which anything could be spent.")
                : T("What remains is not known until a rate is stated below."), [], null);
        }

        var pace = Pace();
        var points = Points();
        var showsCommitted = view.Total.Committed is { } committed && committed != 0;
        var summary = T("{0} of {1} {2} remain.", Amount(remaining), Amount(view.Total.Budget), view.Currency)
            + (pace is { } even ? " " + T("At an even pace it would be {0} today.", Amount(even)) : "")
            + (showsCommitted ? " " + T("{0} of what is gone is committed and not paid yet.", Amount(view.Total.Committed!.Value)) : "");
        return new Picture(
            id, title, summary,
            [("actual", T("Remaining after actual")), .. showsCommitted ? [("committed", T("Remaining after actual and committed"))] : Array.Empty<(string, string)>(), ("pace", T("Even pace"))],
            Write(new
            {
                Kind = "burnDown",
                view.Currency,
                view.Decimals,
                Start = grant.StartsOn,
                End = grant.EndsOn,
                Today = pace is null ? (DateOnly?)null : today,
                view.Total.Budget,
                ShowsCommitted = showsCommitted,
                Points = points,
            }));
    }

    public Picture Categories()
    {
        var title = T("Budget and actual by category");
        var rows = view.Categories.Select(c => (c.Code, c.Name, c.Figures))
            .Concat(view.Elsewhere is { } elsewhere ? [(Code: "", Name: T("On no category of this budget"), Figures: elsewhere)] : Array.Empty<(string Code, string Name, ActualsFigures Figures)>())
            .Where(r => r.Figures.Budget != 0 || r.Figures.Lines > 0).ToList();
        if (rows.Count == 0)
        {
            return new Picture("by-category-picture", title, T("No category has a budget or spending yet."), [], null);
        }

        var over = rows.Where(r => r.Figures.Remaining < 0 && r.Name.Length > 0 && r.Code.Length > 0).Select(r => r.Name).ToList();
        var most = rows.Where(r => r.Figures.Percent is not null).OrderByDescending(r => r.Figures.Percent).FirstOrDefault();
        var summary = !InBudgetCurrency ? T("Actuals are in {0} and cannot be put beside the budget until a rate is stated below.", view.Currency)
            : over.Count > 0 ? T("Over their budget: {0}.", string.Join(", ", over))
            : most.Figures is null ? T("The bars show the categories of the table below.")
            : T("No category is over its budget. The most used is {0}, with {1} %.", most.Name, ActualsWords.Percent(most.Figures.Percent!.Value));
        return new Picture(
            "by-category-picture", title, summary,
            [.. InBudgetCurrency ? [("budget", T("Budget"))] : Array.Empty<(string, string)>(), ActualColour, .. view.KnowsCommitted ? [CommittedColour] : Array.Empty<(string, string)>()],
            Write(new
            {
                Kind = "categories",
                view.Currency,
                view.Decimals,
                HasBudget = InBudgetCurrency,
                Rows = rows.Select(r => new { r.Code, r.Name, r.Figures.Budget, r.Figures.Actual, r.Figures.Committed }),
            }));
    }

    public Picture Months()
    {
        var title = T("Spent by month");
        if (view.Months.Count == 0)
        {
            return new Picture("by-month-picture", title, ComparesTime ? T("Nothing was spent yet.") : T("Nothing was spent in this time."), [], null);
        }

        var most = view.Months.MaxBy(m => m.Actual + (m.Committed ?? 0))!;
        return new Picture(
            "by-month-picture", title,
            T("Most was spent in {0}: {1} {2}.", ActualsNarrowing.MonthWords(most.Month), Amount(most.Actual + (most.Committed ?? 0)), view.Currency),
            [ActualColour, .. view.KnowsCommitted ? [CommittedColour] : Array.Empty<(string, string)>()],
            Write(new
            {
                Kind = "months",
                view.Currency,
                view.Decimals,
                Rows = Between(view.Months[0].Month, view.Months[^1].Month)
                    .Select(month => (Month: month, Spent: view.Months.FirstOrDefault(m => m.Month == month)))
                    .Select(m => new { Month = ActualsNarrowing.MonthText(m.Month), Name = ActualsNarrowing.MonthWords(m.Month), Actual = m.Spent?.Actual ?? 0, Committed = m.Spent?.Committed ?? 0 }),
            }));
    }

    /// <summary>What an even pace would leave today; null before the grant has begun and after its end.</summary>
    private decimal? Pace()
    {
        var (whole, gone) = (grant.EndsOn.DayNumber - grant.StartsOn.DayNumber, today.DayNumber - grant.StartsOn.DayNumber);
        return gone < 0 || gone > whole || whole == 0 ? null : decimal.Round(view.Total.Budget * (whole - gone) / whole, view.Decimals, MidpointRounding.AwayFromZero);
    }

    /// <summary>What remained at the end of each month; the last one is today's when nothing is dated later.</summary>
    private List<object> Points()
    {
        static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);
        var begun = Month(grant.StartsOn);
        var (actual, all) = (view.Total.Budget, view.Total.Budget);
        void Spend(ActualsMonth? month) => (actual, all) = (actual - (month?.Actual ?? 0), all - (month?.Actual ?? 0) - (month?.Committed ?? 0));
        foreach (var before in view.Months.Where(m => m.Month < begun))
        {
            Spend(before);
        }

        var points = new List<object> { new { On = grant.StartsOn, Actual = actual, All = all } };
        var now = Month(today < grant.EndsOn ? today : grant.EndsOn);
        var last = view.Months.Count > 0 && view.Months[^1].Month > now ? view.Months[^1].Month : now;
        foreach (var month in Between(begun, last))
        {
            Spend(view.Months.FirstOrDefault(m => m.Month == month));
            var end = month.AddMonths(1).AddDays(-1);
            points.Add(new { On = month == last && month == Month(today) ? today : end, Actual = actual, All = all });
        }

        return points;
    }

    private static IEnumerable<DateOnly> Between(DateOnly first, DateOnly last) =>
        Enumerable.Range(0, Math.Clamp(((last.Year - first.Year) * 12) + last.Month - first.Month + 1, 0, 600)).Select(first.AddMonths);

    private string Amount(decimal amount) => ActualsWords.Amount(amount, view);

    private static string Write(object data) => JsonSerializer.Serialize(data, Json);
}
