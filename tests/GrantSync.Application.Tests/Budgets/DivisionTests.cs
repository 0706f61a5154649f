using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Tests.Budgets;

public sealed class DivisionTests
{
    /// <summary>Lines in the smallest unit, and a cut of their total into allocations.</summary>
    private static readonly Arbitrary<(int[] Lines, int[] Cuts, int Decimals)> Budgets = (
        from lines in Gen.Choose(0, 120).SelectMany(count => Gen.Choose(0, 3_000_000).ArrayOf(count))
        from cuts in Gen.Choose(1, 7).SelectMany(count => Gen.Choose(0, 100).ArrayOf(count))
        from decimals in Gen.Elements(0, 2, 3)
        select (lines, cuts, decimals)).ToArbitrary();

    [Fact]
    public void Lines_and_allocations_both_come_out_exactly() => Prop.ForAll(Budgets, given =>
    {
        var (lines, allocations) = Given(given);
        var parts = Division.Of(lines, allocations, given.Decimals);

        Assert.Equal(lines, parts.Select(row => row.Sum()));
        if (lines.Length > 0)
        {
            Assert.Equal(allocations, allocations.Select((_, project) => parts.Sum(row => row[project])));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_part_is_negative_finer_than_the_currency_or_written_in_another_way() => Prop.ForAll(Budgets, given =>
    {
        var (lines, allocations) = Given(given);
        Assert.All(Division.Of(lines, allocations, given.Decimals).SelectMany(row => row), part =>
        {
            Assert.True(part >= 0);
            Assert.Equal(given.Decimals, part.Scale);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_project_without_an_allocation_gets_nothing() => Prop.ForAll(Budgets, given =>
    {
        var (lines, allocations) = Given(given);
        var parts = Division.Of(lines, [.. allocations, 0], given.Decimals);
        Assert.All(parts, row => Assert.Equal(0, row[^1]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_draft_whose_allocations_do_not_add_up_still_divides_each_line_exactly() => Prop.ForAll(Budgets, given =>
    {
        var (lines, _) = Given(given);
        var parts = Division.Of(lines, [.. given.Cuts.Select(cut => cut + 0.0001m)], given.Decimals);
        Assert.Equal(lines, parts.Select(row => row.Sum()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_only_project_has_every_line_whole()
    {
        Assert.Equal([[21.00m], [0.01m], [0.00m]], Division.Of([21m, 0.0100m, 0m], [21.01m], 2));
        Assert.Equal("21.00", Division.Of([21.0000m], [21m], 2)[0][0].ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Nobody_is_given_what_nobody_may_spend() => Assert.Equal([[0m, 0m]], Division.Of([10m], [0m, 0m], 2));

    [Fact]
    public void Three_thirds_of_a_cent_go_to_one_project_each() =>
        Assert.Equal([[0.01m, 0m, 0m], [0m, 0.01m, 0m], [0m, 0m, 0.01m]], Sorted(Division.Of([0.01m, 0.01m, 0.01m], [0.01m, 0.01m, 0.01m], 2)));

    [Fact]
    public void The_largest_budget_does_not_overflow()
    {
        var parts = Division.Of([Money.Largest, Money.Largest], [Money.Largest, Money.Largest], 3);
        Assert.Equal([Money.Largest, Money.Largest], parts.Select(row => row.Sum()));
    }

    private static decimal[][] Sorted(decimal[][] parts) => [.. parts.OrderByDescending(row => string.Join(';', row), StringComparer.Ordinal)];

    private static (decimal[] Lines, decimal[] Allocations) Given((int[] Lines, int[] Cuts, int Decimals) given)
    {
        var unit = (decimal)Math.Pow(10, given.Decimals);
        var total = given.Lines.Sum(line => (long)line);
        var weight = given.Cuts.Sum(cut => (long)cut);
        var shares = given.Cuts.Select(cut => weight == 0 ? 0 : total * cut / weight).ToArray();
        shares[0] += total - shares.Sum();
        return ([.. given.Lines.Select(line => line / unit)], [.. shares.Select(share => share / unit)]);
    }
}
