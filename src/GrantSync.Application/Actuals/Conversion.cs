using GrantSync.Application.Budgets;

namespace GrantSync.Application.Actuals;

/// <summary>
/// In which currency the figures are, and what each line is in it. Each line is converted and rounded by itself, so that the parts add up
/// to the total and to the lines that a number opens.
/// </summary>
/// <param name="GrantCurrency">The budget's.</param>
/// <param name="Rates">Units of a currency that are one unit of the grant's.</param>
/// <param name="Currencies">The currencies of the lines.</param>
public sealed record Conversion(string GrantCurrency, IReadOnlyDictionary<string, decimal> Rates, IReadOnlyList<string> Currencies)
{
    /// <summary>The grant's where all lines can be put into it; the books' where none can and they are in one currency.</summary>
    public string Figures { get; } = Currencies is [var only] && only != GrantCurrency && !Rates.ContainsKey(only) ? only : GrantCurrency;

    /// <summary>Currencies of lines that cannot be put into <see cref="Figures"/>; their lines stand apart until a rate is stated.</summary>
    public IReadOnlyList<string> Apart => [.. Currencies.Where(c => c != Figures && !Rates.ContainsKey(c))];

    public int Decimals => DecimalsOf(Figures);

    /// <summary>Null for a currency that stands apart.</summary>
    public decimal? Convert(decimal amount, string currency) =>
        currency == Figures ? amount
        : Rates.TryGetValue(currency, out var rate) ? decimal.Round(amount / rate, Decimals, MidpointRounding.AwayFromZero)
        : null;

    /// <summary>Odoo may know currencies that we do not.</summary>
    public static int DecimalsOf(string currency) => Money.IsCurrency(currency) ? Money.Decimals(currency) : 2;
}
