using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Actuals;

namespace GrantSync.Application.Tests.Actuals;

public sealed class AttributionTests
{
    /// <summary>Two projects, three categories, five detail lines; accounts 1 to 30, of which some are nobody's.</summary>
    private static readonly GrantAccounts Ours = new(
        new Dictionary<int, long> { [1] = 101, [2] = 102 },
        new Dictionary<int, long> { [10] = 201, [11] = 202, [12] = 203 },
        new Dictionary<int, long> { [20] = 301, [21] = 302, [22] = 303, [23] = 304, [24] = 305 },
        new Dictionary<long, long> { [301] = 201, [302] = 201, [303] = 202, [304] = 203, [305] = 203 });

    private static readonly Gen<Spending> Line =
        from project in Account(1, 4)
        from category in Account(10, 14)
        from detail in Account(20, 27)
        from day in Gen.Choose(0, 900)
        from cents in Gen.Choose(-5_000_000, 1_000_000)
        from owed in Gen.Choose(0, 12)
        select new Spending(project, category, detail, new DateOnly(2026, 1, 1).AddDays(day), cents / 100m, owed > 10 ? null : decimal.Round(cents / 100m * owed / 10, 2));

    private static readonly Arbitrary<Spending[]> Lines = Gen.Choose(0, 80).SelectMany(count => Line.ArrayOf(count)).ToArbitrary();

    [Fact]
    public void No_line_is_lost_and_none_counts_twice() => Prop.ForAll(Lines, lines =>
    {
        var sums = Attribution.Sum(lines, Ours);
        Assert.Equal(lines.Length, sums.Values.Sum(s => s.Lines));
        Assert.Equal(-lines.Sum(l => l.Amount), sums.Values.Sum(s => s.Actual + s.Committed));
        Assert.Equal(-lines.Sum(l => l.Unpaid ?? 0), sums.Values.Sum(s => s.Committed));
    }).QuickCheckThrowOnFailure();

    /// <summary>The second computation asks of each place which lines belong to it, in place of asking of each line where it belongs.</summary>
    [Fact]
    public void Each_number_is_what_a_second_computation_finds() => Prop.ForAll(Lines, lines =>
    {
        var sums = Attribution.Sum(lines, Ours);
        foreach (var project in new long?[] { null, 101, 102 })
        {
            bool OnProject(Spending l) => project switch { 101 => l.Project == 1, 102 => l.Project == 2, _ => l.Project is not (1 or 2) };
            foreach (var (line, account, category) in new (long?, int, long)[] { (301, 20, 201), (302, 21, 201), (303, 22, 202), (304, 23, 203), (305, 24, 203) })
            {
                Same(lines.Where(l => OnProject(l) && l.Detail == account), sums.Where(s => s.Key.Project == project && s.Key.Line == line));
                Assert.DoesNotContain(sums.Keys, p => p.Line == line && p.Category != category);
            }

            bool NoDetail(Spending l) => l.Detail is not (>= 20 and <= 24);
            foreach (var (category, account) in new (long, int)[] { (201, 10), (202, 11), (203, 12) })
            {
                Same(lines.Where(l => OnProject(l) && NoDetail(l) && l.Category == account), sums.Where(s => s.Key.Project == project && s.Key.Category == category && s.Key.Line is null));
            }

            Same(lines.Where(l => OnProject(l) && NoDetail(l) && l.Category is not (>= 10 and <= 12)), sums.Where(s => s.Key.Project == project && s.Key.Category is null));
        }

        foreach (var month in lines.Select(l => (l.Date.Year, l.Date.Month)).Distinct())
        {
            Same(lines.Where(l => (l.Date.Year, l.Date.Month) == month), sums.Where(s => s.Key.Month == new DateOnly(month.Year, month.Month, 1)));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_category_that_is_not_the_detail_lines_own_is_said_and_the_detail_line_counts()
    {
        var line = new Spending(1, 12, 20, new DateOnly(2026, 3, 31), -10, 0);
        Assert.Equal(new Place(101, 201, 301, new DateOnly(2026, 3, 1)), Attribution.Of(line, Ours));
        Assert.True(Attribution.Contradicts(line, Ours));
        Assert.False(Attribution.Contradicts(line with { Category = 10 }, Ours));
        Assert.False(Attribution.Contradicts(line with { Category = null }, Ours));
        Assert.False(Attribution.Contradicts(line with { Detail = 27 }, Ours));
    }

    [Fact]
    public void Converted_parts_add_up_to_the_converted_total() => Prop.ForAll(Lines, Gen.Choose(1, 40_000).ToArbitrary(), (lines, rate) =>
    {
        var conversion = new Conversion("EUR", new Dictionary<string, decimal> { ["KES"] = rate / 100m }, ["KES"]);
        Assert.Equal(("EUR", 0), (conversion.Figures, conversion.Apart.Count));
        var converted = lines.Select(l => l with { Amount = conversion.Convert(l.Amount, "KES")!.Value, Unpaid = 0 }).ToList();
        Assert.Equal(-converted.Sum(l => l.Amount), Attribution.Sum(converted, Ours).Values.Sum(s => s.Actual));
        Assert.All(lines.Zip(converted), pair => Assert.InRange(Math.Abs(pair.First.Amount / (rate / 100m) - pair.Second.Amount), 0, 0.005m));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_rate_the_figures_are_in_the_books_currency_and_with_two_of_them_the_strange_one_stands_apart()
    {
        var none = new Dictionary<string, decimal>();
        Assert.Equal("KES", new Conversion("EUR", none, ["KES"]).Figures);
        Assert.Empty(new Conversion("EUR", none, ["KES"]).Apart);
        var mixed = new Conversion("EUR", none, ["EUR", "KES"]);
        Assert.Equal("EUR", mixed.Figures);
        Assert.Equal(["KES"], mixed.Apart);
        Assert.Null(mixed.Convert(5, "KES"));
        Assert.Equal(5, mixed.Convert(5, "EUR"));
    }

    private static void Same(IEnumerable<Spending> lines, IEnumerable<KeyValuePair<Place, Spent>> sums)
    {
        var (costs, unpaid, count) = (0m, 0m, 0);
        foreach (var line in lines)
        {
            (costs, unpaid, count) = (costs - line.Amount, unpaid - line.Unpaid.GetValueOrDefault(), count + 1);
        }

        var found = sums.Select(s => s.Value).ToList();
        Assert.Equal((costs, unpaid, count), (found.Sum(s => s.Actual + s.Committed), found.Sum(s => s.Committed), found.Sum(s => s.Lines)));
    }

    private static Gen<int?> Account(int first, int last) => Gen.Choose(first - 1, last).Select(n => n < first ? (int?)null : n);
}
