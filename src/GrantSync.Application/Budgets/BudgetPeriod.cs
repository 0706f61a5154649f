namespace GrantSync.Application.Budgets;

/// <summary>How a budget is divided in time. Years and quarters count from the grant's first day, as donors' forms do, not from January.</summary>
public enum PeriodLength
{
    /// <summary>Not divided.</summary>
    Whole,

    /// <summary>Twelve months each; the last ends with the grant.</summary>
    Years,

    /// <summary>Three months each; the last ends with the grant.</summary>
    Quarters,
}

/// <summary>One of a budget's periods, its two days included.</summary>
/// <param name="Number">From 1.</param>
public sealed record BudgetPeriod(int Number, DateOnly From, DateOnly To)
{
    /// <summary>Fifteen years of quarters: longer grants are divided into years.</summary>
    public const int Most = 60;

    public static IReadOnlyList<BudgetPeriod> Of(PeriodLength length, DateOnly startsOn, DateOnly endsOn)
    {
        var months = Months(length);
        var periods = new List<BudgetPeriod>();
        if (months == 0)
        {
            return periods;
        }

        for (var number = 1; startsOn.AddMonths((number - 1) * months) <= endsOn; number++)
        {
            var next = startsOn.AddMonths(number * months);
            periods.Add(new BudgetPeriod(number, startsOn.AddMonths((number - 1) * months), next > endsOn ? endsOn : next.AddDays(-1)));
        }

        return periods;
    }

    /// <summary>Which of the periods a day is in; null before the first and after the last.</summary>
    public static BudgetPeriod? At(IReadOnlyList<BudgetPeriod> periods, DateOnly day) => periods.FirstOrDefault(p => p.From <= day && day <= p.To);

    /// <summary>Units for so many periods; what belonged to later ones comes into the last, so that nothing is lost.</summary>
    internal static decimal[] Fit(decimal[] units, int periods) => periods == 0
        ? []
        : [.. Enumerable.Range(0, periods).Select(at => at < periods - 1 ? units.ElementAtOrDefault(at) : units.Skip(at).Sum())];

    internal static int Months(PeriodLength length) => length switch
    {
        PeriodLength.Years => 12,
        PeriodLength.Quarters => 3,
        _ => 0,
    };
}
