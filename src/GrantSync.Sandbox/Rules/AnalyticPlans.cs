using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

/// <summary>A root plan is a column of the analytic lines: `account_id` for Odoo's own project plan, `x_planN_id` for any other.</summary>
internal sealed class AnalyticPlans : ModelRules
{
    /// <summary>The system parameter analytic.project_plan of a stock database.</summary>
    public const int ProjectPlan = 1;

    public static string Column(int rootPlan) => rootPlan == ProjectPlan ? "account_id" : $"x_plan{rootPlan}_id";

    public static IEnumerable<Record> Roots(Store store) =>
        store.Table("account.analytic.plan").Records.Where(plan => plan.Reference("parent_id") is null);

    /// <summary>The models that have the columns: none in 16, from 18 on projects too, and budget lines where there are any.</summary>
    public static IEnumerable<Table> ModelsWithColumns(Store store)
    {
        if (store.Version <= 16) { yield break; }
        yield return store.Table("account.analytic.line");
        if (store.Version >= 18) { yield return store.Table("project.project"); }
        if (store.TryTable("budget.line") is { } budgetLines) { yield return budgetLines; }
    }

    public static Record Root(Store store, Record plan)
    {
        var plans = store.Table("account.analytic.plan");
        while (plan.Reference("parent_id") is { } parent && plans.Find(parent) is { } above) { plan = above; }
        return plan;
    }

    /// <summary>Brings the columns in step with the plan's place and name.</summary>
    public static void SyncColumn(Store store, Record plan)
    {
        if (plan.Id == ProjectPlan) { return; }
        var column = Column(plan.Id);
        foreach (var table in ModelsWithColumns(store))
        {
            var isThere = table.Model.TryGet(column, out var field);
            if (plan.Reference("parent_id") is not null && isThere) { store.RemoveColumn(table, field!); }
            if (plan.Reference("parent_id") is not null || field?.Label == plan.Text("name")) { continue; }
            store.AddColumn(table, new Field(column, "many2one", plan.Text("name") ?? "")
            {
                Relation = "account.analytic.account",
                Indexed = !isThere,
            });
        }
    }

    public override string DisplayName(Session session, Record record) => (string)Compute(session, record, "complete_name")!;

    public override object? Compute(Session session, Record record, string field) => field switch
    {
        "root_id" => Root(session.Store, record).Id,
        "complete_name" => session.Store.Table("account.analytic.plan").Find(record.Reference("parent_id") ?? 0) is { } parent
            ? $"{DisplayName(session, parent)} / {record.Text("name")}"
            : record.Text("name"),
        "account_count" => session.Store.Table("account.analytic.account").FindBy("plan_id", record.Id).Count,
        _ => null,
    };

    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("sequence", 10);
        values.TryAdd("default_applicability", "optional");
        values.TryAdd("color", 1);
        if (session.Store.Version <= 16) { values.TryAdd("company_id", session.User["company_id"]); }
    }

    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew) =>
        SyncColumn(session.Store, record);

    public override void Deleting(Session session, Record record)
    {
        var store = session.Store;
        if (store.Table("account.analytic.account").FindBy("plan_id", record.Id).Count > 0)
        {
            throw DatabaseRefusal.StillNeeded(store.Models["account.analytic.account"], "plan_id");
        }
        foreach (var table in ModelsWithColumns(store))
        {
            if (record.Id != ProjectPlan && table.Model.TryGet(Column(record.Id), out var field)) { store.RemoveColumn(table, field); }
        }
    }
}
