using System.Globalization;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Sync;

/// <summary>Reads records of one stage from Odoo and says whether they hold what was wanted.</summary>
internal sealed class RecordReading(OdooDialect dialect, IReadOnlyDictionary<string, int> planIds)
{
    public OdooCall<IReadOnlyList<OdooRecord>> Call(SyncStage stage, IReadOnlyList<int> ids) => OdooCalls.SearchRead(
        stage.Model(dialect),
        OdooDomain.Where("id", "in", XmlRpcValue.Ints(ids)),
        stage switch
        {
            SyncStage.Plans => ["name"],
            SyncStage.Accounts => ["name", "code", "active", "plan_id", "company_id"],
            SyncStage.Projects => ["name", dialect.ProjectAccountField, "company_id", "date_start", "date", "active"],
            SyncStage.Budgets => [.. dialect.BudgetModel.Fields],
            SyncStage.BudgetLines => [.. dialect.BudgetModel.LineFields],
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
        },
        limit: ids.Count,
        ctx: new OdooContext { ActiveTest = false });

    public bool Holds(WantedFields wanted, OdooRecord record) => wanted switch
    {
        WantedPlan plan => record.Text("name") == plan.Name,
        WantedAccount account => record.Text("name") == account.Name
            && record.Text("code") == account.Code
            && record.Flag("active") == account.Active
            && record.Many2One("plan_id")?.Id == (account.ExistingPlanId ?? planIds.GetValueOrDefault(account.PlanExternalId!))
            && record.Many2One("company_id")?.Id == account.CompanyId,
        WantedProject project => record.Text("name") == project.Name
            && record.Many2One(dialect.ProjectAccountField) is not null
            && record.Many2One("company_id")?.Id == project.CompanyId
            && record.Text("date_start") == Date(project.StartsOn)
            && record.Text("date") == Date(project.EndsOn)
            && record.Flag("active") == !project.Archived,
        WantedBudget budget => record.Text("name") == budget.Name
            && record.Many2One("company_id")?.Id == budget.CompanyId
            && record.Text("date_from") == Date(budget.StartsOn)
            && record.Text("date_to") == Date(budget.EndsOn),
        WantedBudgetLine line => record.Many2One(dialect.BudgetModel.ParentField) is not null
            && record.Many2One(dialect.BudgetModel.AccountField) is not null
            && record.Money(dialect.BudgetModel.AmountField) == dialect.BudgetModel.InOdoo(line.Amount)
            && (!dialect.BudgetModel.LinesHaveDates
                || (record.Text("date_from") == Date(line.StartsOn) && record.Text("date_to") == Date(line.EndsOn))),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, null),
    };

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
