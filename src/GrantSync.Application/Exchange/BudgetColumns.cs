using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Exchange;

/// <summary>A column of a budget in a file.</summary>
/// <param name="Heading">What stands at its top in our own files.</param>
/// <param name="Cell">What a line has in it.</param>
internal sealed record BudgetColumn(string Heading, double Width, Func<KeptCategory, KeptLine, SheetCell> Cell)
{
    /// <summary>The columns of our own files; a divided budget has one for the units of each period.</summary>
    public static IReadOnlyList<BudgetColumn> Of(BudgetSnapshot budget)
    {
        var decimals = Money.Decimals(budget.Currency);
        return
        [
            new(Headings.CategoryCode, 14, (c, _) => c.Code),
            new(Headings.CategoryName, 26, (c, _) => c.Name),
            new(Headings.LineCode, 12, (_, l) => l.Code),
            new(Headings.Description, 44, (_, l) => l.Description),
            new(Headings.Unit, 14, (_, l) => l.UnitName),
            new(Headings.UnitValue, 14, (_, l) => SheetCell.Of(l.UnitValue, l.UnitValue == decimal.Round(l.UnitValue, decimals) ? decimals : null)),
            .. budget.Periods == PeriodLength.Whole
                ? [new BudgetColumn(Headings.Units, 12, (_, l) => SheetCell.Of(l.Units, null))]
                : budget.PeriodList.Select(p => new BudgetColumn(Headings.Period(budget.Periods, p.Number), 12, (_, l) => SheetCell.Of(l.PeriodUnits.ElementAtOrDefault(p.Number - 1), null))),
            new(Headings.Amount, 16, (_, l) => SheetCell.Of(l.Amount, decimals)),
        ];
    }
}

/// <summary>The headings of our own files. Others that are understood: <see cref="FileColumns"/>.</summary>
internal static class Headings
{
    public const string CategoryCode = "Category code";
    public const string CategoryName = "Category";
    public const string LineCode = "Line code";
    public const string Description = "Description";
    public const string Unit = "Unit";
    public const string UnitValue = "Unit value";
    public const string Units = "Units";
    public const string Amount = "Amount";

    public static string Period(PeriodLength periods, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{(periods == PeriodLength.Years ? "Year" : "Quarter")} {number}");
}
