using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

/// <summary>A budget of either version; new ones are drafts.</summary>
internal sealed class Budgets : ModelRules
{
    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("state", "draft");
        values.TryAdd("user_id", session.UserId);
        values.TryAdd("company_id", session.User["company_id"]);
        if (session.Store.Version >= 18) { values.TryAdd("budget_type", "expense"); }
    }

    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
        if (string.CompareOrdinal(record.Text("date_to"), record.Text("date_from")) < 0)
        {
            throw OdooFault.User("The budget must end after it starts.");
        }
    }
}

/// <summary>A line of a 17 budget.</summary>
internal sealed class CrossoveredBudgetLines : ModelRules
{
    public override string DisplayName(Session session, Record record) =>
        session.Store.Table("crossovered.budget").Find(record.Reference("crossovered_budget_id") ?? 0)?.Text("name") ?? "";

    /// <summary>The two checks that the model is known to make.</summary>
    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
        if (record.Reference("analytic_account_id") is null)
        {
            throw OdooFault.User("You have to enter at least a budgetary position or analytic account on a budget line.");
        }
        var budget = session.Store.Table("crossovered.budget").Find(record.Reference("crossovered_budget_id") ?? 0)!;
        foreach (var (field, label) in new[] { ("date_from", "Start Date"), ("date_to", "End Date") })
        {
            if (string.CompareOrdinal(record.Text(field), budget.Text("date_from")) < 0 || string.CompareOrdinal(record.Text(field), budget.Text("date_to")) > 0)
            {
                throw OdooFault.User($"\"{label}\" of the budget line should be included in the Period of the budget");
            }
        }
    }
}

/// <summary>A line of an 18 budget.</summary>
internal sealed class AnalyticBudgetLines : ModelRules
{
    public override string DisplayName(Session session, Record record) =>
        session.Store.Table("budget.analytic").Find(record.Reference("budget_analytic_id") ?? 0)?.Text("name") ?? "";
}
