using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;

namespace GrantSync.Web.Pages.Actuals;

internal static class ActualsWords
{
    public static string Amount(decimal amount, ActualsView view) => Amount(amount, view.Currency);

    /// <summary>Odoo may keep books in a currency that we do not know.</summary>
    public static string Amount(decimal amount, string currency) => Words.Amount(amount, Money.IsCurrency(currency) ? currency : "EUR");

    public static string Rate(StatedRate rate, string grantCurrency) => $"1 {grantCurrency} = {Plain(rate.Rate)} {rate.Currency}";

    public static string Plain(decimal rate) => rate.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture);

    public static string Of(ActualsReport report) => $"Odoo was read: {Words.Plural(report.Lines, "line", "lines")} on our accounts.";
}
