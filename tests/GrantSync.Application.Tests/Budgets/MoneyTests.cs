using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Tests.Budgets;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("EUR", 3, 0.335, "1.01")]
    [InlineData("EUR", 1, 1.005, "1.01")]
    [InlineData("JPY", 1, 10.5, "11")]
    [InlineData("UGX", 3, 1000.4, "3001")]
    [InlineData("TND", 1, 1.0005, "1.001")]
    public void Amounts_round_half_away_from_zero_to_the_currencys_decimals(string currency, decimal units, decimal value, string amount) =>
        Assert.Equal(amount, Money.Amount(units, value, currency).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void An_amount_is_within_half_a_unit_of_the_exact_product() => Prop.ForAll(
        Gen.Choose(0, 100_000_000).Select(n => n / 10_000m).Two().ToArbitrary(),
        ArbMap.Default.GeneratorFor<int>().Select(n => Currencies.Codes[Math.Abs(n % Currencies.Codes.Count)]).ToArbitrary(),
        (pair, currency) =>
        {
            var amount = Money.Amount(pair.Item1, pair.Item2, currency);
            var unit = (decimal)Math.Pow(10, -Money.Decimals(currency));
            return Math.Abs(amount - (pair.Item1 * pair.Item2)) <= unit / 2 && amount % unit == 0;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("abc", "is not a number")]
    [InlineData("1,000", "two ways")]
    [InlineData("-1", "negative")]
    [InlineData("1.00001", "4 decimals")]
    [InlineData("9999999999999", "too large")]
    [InlineData("1e5", "is not a number")]
    [InlineData("NaN", "is not a number")]
    public void What_is_no_number_is_said_in_words(string typed, string sentence) =>
        Assert.Contains(sentence, TypedNumber.Problem(typed, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("  ", 0)]
    [InlineData(" 12.5 ", 12.5)]
    public void Blank_is_nothing_and_spaces_do_not_matter(string? typed, decimal number)
    {
        Assert.Null(TypedNumber.Problem(typed, out var read));
        Assert.Equal(number, read);
    }

    [Fact]
    public void An_unknown_currency_is_none() => Assert.False(Money.IsCurrency("EUX") || Money.IsCurrency(null) || Money.IsCurrency("eur"));
}
