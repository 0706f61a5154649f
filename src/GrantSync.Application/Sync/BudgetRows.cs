using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Sync;

/// <summary>Puts wanted budgets and their lines into the rows of a <c>load</c>.</summary>
/// <param name="model">The budget model of the server's version.</param>
/// <param name="planIds">The Odoo ids of plans that we have made, by external id.</param>
/// <param name="idsOf">Database ids of the accounts, where one of them is adopted; null otherwise.</param>
internal sealed class BudgetRows(OdooBudgetModel model, IReadOnlyDictionary<string, int> planIds, IReadOnlyDictionary<string, int>? idsOf)
{
    public string[] BudgetFields { get; } = ["id", .. model.Fields.Select(field => field == "company_id" ? "company_id/.id" : field)];

    /// <summary>All columns that any of the lines fills; a line that does not tag a plan clears its cell.</summary>
    public string[] LineFields(IReadOnlyList<ClaimedIntent> rows) =>
    [
        "id",
        .. model.LineFields.Select(field => field == model.ParentField ? $"{field}/id" : field).Where(field => field != model.AccountField),
        .. rows.SelectMany(row => ((WantedBudgetLine)row.Fields).Accounts).Select(Column).Distinct().Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<XmlRpcValue> Row(string externalId, WantedBudget budget) => model.TypeField is null
        ? [externalId, budget.Name, Date(budget.StartsOn), Date(budget.EndsOn), Id(budget.CompanyId)]
        : [externalId, budget.Name, Date(budget.StartsOn), Date(budget.EndsOn), "expense", Id(budget.CompanyId)];

    public IReadOnlyList<XmlRpcValue> Row(string externalId, WantedBudgetLine line, IReadOnlyList<string> fields)
    {
        var tags = line.Accounts.ToDictionary(Column, tag => idsOf is null ? tag.AccountExternalId : Id(idsOf[tag.AccountExternalId]));
        return
        [
            .. fields.Select(field => (XmlRpcValue)(field switch
            {
                "id" => externalId,
                "date_from" => Date(line.StartsOn),
                "date_to" => Date(line.EndsOn),
                _ when field == model.AmountField => model.InOdoo(line.Amount).ToString(CultureInfo.InvariantCulture),
                _ when field == $"{model.ParentField}/id" => line.BudgetExternalId,
                _ => tags.GetValueOrDefault(field, ""),
            })),
        ];
    }

    private string Column(WantedTag tag) => (tag.PlanId ?? (tag.PlanExternalId is { } plan ? planIds[plan] : null)) is { } id
        ? $"{OdooDialect.PlanColumn(id)}/{Kind}"
        : $"{model.AccountField}/{Kind}";

    private string Kind => idsOf is null ? "id" : ".id";

    private static string Id(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
