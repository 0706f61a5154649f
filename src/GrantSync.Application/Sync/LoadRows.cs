using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Sync;

/// <summary>Puts wanted records into the rows of one <c>load</c>, in the words of the server's version.</summary>
/// <param name="dialect">What differs between Odoo's versions.</param>
/// <param name="planIds">The Odoo ids of plans that we have made, by external id.</param>
/// <param name="guards">All on, but in a proof.</param>
/// <param name="idsOf">Database ids of the records that the rows refer to, where one of those is adopted; null otherwise.</param>
internal sealed class LoadRows(OdooDialect dialect, IReadOnlyDictionary<string, int> planIds, Guards guards, IReadOnlyDictionary<string, int>? idsOf = null)
{
    // in 16 a plan has a company, the user's own unless it is cleared
    private readonly string[] planFields = dialect.PlansHaveCompanies ? ["id", "name", "company_id/.id"] : ["id", "name"];
    private static readonly string[] AccountFields = ["id", "name", "code", "plan_id/.id", "company_id/.id", "active"];
    private readonly BudgetRows budgets = new(dialect.BudgetModel, planIds, idsOf);
    private readonly string[] projectFields = ["id", "name", $"{dialect.ProjectAccountField}/{(idsOf is null ? "id" : ".id")}", "company_id/.id", "date_start", "date"];

    /// <summary>The call for one batch: rows of one stage, in their order.</summary>
    public OdooCall<IReadOnlyList<int>> Call(IReadOnlyList<ClaimedIntent> rows, DateTimeOffset sendBefore)
    {
        var fields = rows[0].Stage switch
        {
            SyncStage.Plans => planFields,
            SyncStage.Accounts => AccountFields,
            SyncStage.Projects => rows[0].WritesActive ? [.. projectFields, "active"] : projectFields,
            SyncStage.Budgets => budgets.BudgetFields,
            SyncStage.BudgetLines => budgets.LineFields(rows),
            _ => throw new InvalidOperationException($"No fields for stage {rows[0].Stage}."),
        };

        // by database id Odoo sees archived records only when it is told to
        var context = rows[0].Adopted || idsOf is not null ? new OdooContext { ActiveTest = false } : null;
        var cells = rows.Select(row => Row(row, fields)).ToList();
        return OdooCalls.Load(rows[0].Stage.Model(dialect), rows[0].Adopted ? [".id", .. fields.Skip(1)] : fields, cells, context, sendBefore);
    }

    /// <summary>The first cell: our external id, or the database id of an adopted record, which has none of ours.</summary>
    private string ExternalId(ClaimedIntent row) => row.Adopted ? Id(row.OdooId)
        : guards.OneExternalId ? row.ExternalId : string.Create(CultureInfo.InvariantCulture, $"{row.ExternalId}_{row.Attempts}");

    private IReadOnlyList<XmlRpcValue> Row(ClaimedIntent row, IReadOnlyList<string> fields) => row.Fields switch
    {
        WantedPlan plan => dialect.PlansHaveCompanies ? [ExternalId(row), plan.Name, ""] : [ExternalId(row), plan.Name],
        WantedAccount account =>
        [
            ExternalId(row), account.Name, account.Code, Id(account.ExistingPlanId ?? planIds[account.PlanExternalId!]), Id(account.CompanyId),
            account.Active ? "True" : "False",
        ],
        WantedProject project =>
        [
            ExternalId(row), project.Name, idsOf is null ? project.AccountExternalId : Id(idsOf[project.AccountExternalId]), Id(project.CompanyId), Date(project.StartsOn), Date(project.EndsOn),
            .. row.WritesActive ? (XmlRpcValue[])[project.Archived ? "False" : "True"] : [],
        ],
        WantedBudget budget => budgets.Row(ExternalId(row), budget),
        WantedBudgetLine line => budgets.Row(ExternalId(row), line, fields),
        _ => throw new InvalidOperationException($"No row for {row.Fields.GetType().Name}."),
    };

    // an empty cell clears the field: an account of plan 2 or 3 belongs to no company (recording 045)
    private static string Id(int? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
