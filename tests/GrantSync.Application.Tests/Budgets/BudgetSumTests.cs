using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Tests.Budgets;

/// <summary>A budget's amounts and sums against a second computation that shares nothing with the first: whole numbers, from the digits up.</summary>
public sealed class BudgetSumTests
{
    private static readonly Arbitrary<Given> Budgets = (
        from currency in Gen.Elements("EUR", "UGX", "TND", "JPY", "USD")
        from periods in Gen.Elements(PeriodLength.Whole, PeriodLength.Years, PeriodLength.Quarters)
        from rate in Gen.Choose(0, 2500)
        from lines in (
            from units in Number(9_999).ArrayOf(6)
            from value in Number(9_999_999)
            from category in Gen.Choose(0, 3)
            select new GivenLine(category, value, units)).ArrayOf()
        select new Given(currency, periods, rate / 100m, lines)).ToArbitrary();

    [Fact]
    public void Lines_categories_direct_indirect_and_the_total_are_the_sums_of_the_rounded_amounts() => Prop.ForAll(Budgets, given =>
    {
        var decimals = Money.Decimals(given.Currency);
        var expected = new BigInteger[4];
        var view = Enumerable.Range(0, 4).Select(category =>
        {
            var lines = given.Lines.Where(l => l.Category == category).Select(one =>
            {
                var line = new BudgetLine
                {
                    TenantId = "t",
                    Code = "1",
                    Description = "A line",
                    UnitValue = one.Value,
                    Units = given.Periods == PeriodLength.Whole ? one.Units[0] : 0,
                    PeriodUnits = given.Periods == PeriodLength.Whole ? [] : one.Units,
                };
                Assert.True(line.Reckon(given.Periods, given.Currency));
                var amount = (given.Periods == PeriodLength.Whole ? one.Units[..1] : one.Units).Aggregate(BigInteger.Zero, (sum, units) => sum + Rounded(units, one.Value, decimals));
                expected[category] += amount;
                Assert.Equal(amount, Parts(line.Amount, decimals));
                return new LineView(0, "1", "A line", line.Units, "", line.UnitValue, line.Amount, 0, 1, RecordState.NotConnected);
            }).ToList();
            return new CategoryView(category, $"{category}", "A category", lines.Sum(l => l.Amount), RecordState.NotConnected, lines, IsIndirect: category == 3);
        }).ToList();
        var budget = new BudgetView(1, given.Currency, decimals, 1, 0, view.Sum(c => c.Total), view, [], new SyncProgress(0, 0, 0, 0, 0, 0, null)) { IndirectRate = given.Rate };

        Assert.Equal(expected, view.Select(c => Parts(c.Total, decimals)));
        Assert.Equal((expected[0] + expected[1] + expected[2], expected[3]), (Parts(budget.Direct, decimals), Parts(budget.Indirect, decimals)));
        Assert.Equal(expected.Aggregate(BigInteger.Add), Parts(budget.Total, decimals));
        Assert.Equal(expected[3] * 10_000 > (expected[0] + expected[1] + expected[2]) * Parts(given.Rate, 2), budget.IsIndirectTooHigh);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Gen<decimal> Number(int most) => from digits in Gen.Choose(0, most) from decimals in Gen.Choose(0, 4) select digits / (decimal)Math.Pow(10, decimals);

    /// <summary>Units x value in the currency's smallest part, half up; none is negative.</summary>
    private static BigInteger Rounded(decimal units, decimal value, int decimals)
    {
        var step = BigInteger.Pow(10, 8 - decimals);
        return ((Parts(units, 4) * Parts(value, 4)) + (step / 2)) / step;
    }

    /// <summary>The number times ten to the power, by its digits; it must be whole then.</summary>
    private static BigInteger Parts(decimal number, int decimals)
    {
        var text = number.ToString("0.############################", CultureInfo.InvariantCulture).Split('.');
        var part = text.ElementAtOrDefault(1) ?? "";
        Assert.True(part.Length <= decimals, $"{number} has more than {decimals} decimals");
        return BigInteger.Parse(text[0] + part.PadRight(decimals, '0'), CultureInfo.InvariantCulture);
    }

    private sealed record GivenLine(int Category, decimal Value, decimal[] Units);

    private sealed record Given(string Currency, PeriodLength Periods, decimal Rate, GivenLine[] Lines);
}
