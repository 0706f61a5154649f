using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Actuals;

internal static class ActualsWords
{
    public static string Amount(decimal amount, ActualsView view) => Amount(amount, view.Currency);

    /// <summary>Odoo may keep books in a currency that we do not know.</summary>
    public static string Amount(decimal amount, string currency) => Words.Amount(amount, Money.IsCurrency(currency) ? currency : "EUR");

    public static string Rate(StatedRate rate, string grantCurrency) => $"1 {grantCurrency} = {Plain(rate.Rate)} {rate.Currency}";

    public static string Percent(decimal percent) => percent.ToString("0.#", Culture);

    public static string Plain(decimal rate) => rate.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture);

    public static string Of(ActualsReport report) => report.Lines == 1 ? T("Odoo was read: 1 line on our accounts.") : T("Odoo was read: {0} lines on our accounts.", Words.Count(report.Lines));

    public static string NameOf(ActualsProject project) => project.Id == 0 ? T("On no project of this grant") : project.Name;

    public static string Lines(int count) => count == 1 ? T("1 line") : T("{0} lines", Words.Count(count));

    /// <summary>The category and detail line that an entry counts in.</summary>
    public static string PlaceOf(ManualActualItem entry) =>
        entry.Line is { } line ? $"{entry.Category.Code} / {line.Code} {line.Name}" : $"{entry.Category.Code} {entry.Category.Name}, {T("not on a detail line")}";
}
