namespace GrantSync.Application.Budgets;

/// <summary>Amounts in a currency: the one place that knows decimals and rounding.</summary>
public static class Money
{
    /// <summary>The largest amount a line may come to: numeric(18,4) in the database, less head-room for sums.</summary>
    public const decimal Largest = 999_999_999_999m;

    /// <summary>
    /// Decimals of the active ISO 4217 currencies: two, but for those listed. UGX has 0 in ISO 4217 since 2011; MGA and MRU are
    /// divided by five and are kept with two, as banks do.
    /// </summary>
    private static readonly Dictionary<string, int> DecimalsOf = Currencies.Codes.ToDictionary(
        code => code,
        code => code switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF" or "XOF"
                or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            _ => 2,
        });

    public static bool IsCurrency(string? code) => code is not null && DecimalsOf.ContainsKey(code);

    public static int Decimals(string currency) => DecimalsOf[currency];

    /// <summary>Units x unit value, rounded half away from zero: how donors' own spreadsheets and Odoo round.</summary>
    public static decimal Amount(decimal units, decimal unitValue, string currency) =>
        decimal.Round(units * unitValue, Decimals(currency), MidpointRounding.AwayFromZero);
}
