using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

/// <summary>What one model does besides storing fields.</summary>
internal class ModelRules
{
    private static readonly ModelRules Plain = new();

    private static readonly Dictionary<string, ModelRules> Special = new()
    {
        ["account.analytic.plan"] = new AnalyticPlans(),
        ["account.analytic.account"] = new AnalyticAccounts(),
        ["account.analytic.line"] = new AnalyticLines(),
        ["project.project"] = new Projects(),
        ["account.move"] = new Moves(),
        ["account.move.line"] = new MoveLines(),
        ["account.account"] = new LedgerAccounts(),
        ["res.partner"] = new Partners(),
        ["crossovered.budget"] = new Budgets(),
        ["crossovered.budget.lines"] = new CrossoveredBudgetLines(),
        ["budget.analytic"] = new Budgets(),
        ["budget.line"] = new AnalyticBudgetLines(),
    };

    public static ModelRules Of(string model) => Special.GetValueOrDefault(model, Plain);

    public virtual string DisplayName(Session session, Record record) => record.Text("name") ?? "";

    public virtual object? Compute(Session session, Record record, string field) => null;

    /// <summary>Fills in what a new record was not given.</summary>
    public virtual void Default(Session session, Dictionary<string, object?> values)
    {
    }

    /// <summary>Changes what is about to be written to a record.</summary>
    public virtual void BeforeWrite(Session session, Record record, Dictionary<string, object?> values)
    {
    }

    /// <summary>After a record was made or changed: what follows from it, and what must hold.</summary>
    public virtual void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
    }

    public virtual void Deleting(Session session, Record record)
    {
    }
}
