using GrantSync.Sandbox.Methods;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

internal sealed class AnalyticAccounts : ModelRules
{
    /// <summary>The analytic lines that carry the account in its plan's column.</summary>
    public static IReadOnlyList<Record> Lines(Store store, Record account)
    {
        var lines = store.Table("account.analytic.line");
        var column = Column(store, account);
        return lines.Model.Has(column) ? lines.FindBy(column, account.Id) : [];
    }

    public static string Column(Store store, Record account) => store.Version > 16
        && store.Table("account.analytic.plan").Find(account.Reference("plan_id") ?? 0) is { } plan
            ? AnalyticPlans.Column(AnalyticPlans.Root(store, plan).Id)
            : "account_id";

    public override string DisplayName(Session session, Record record)
    {
        var name = record.Text("code") is { Length: > 0 } code ? $"[{code}] {record.Text("name")}" : record.Text("name") ?? "";
        var partners = session.Store.Table("res.partner");
        return partners.Find(record.Reference("partner_id") ?? 0) is { } partner
            ? $"{name} - {Partners.Commercial(session.Store, partner).Text("name")}"
            : name;
    }

    public override object? Compute(Session session, Record record, string field)
    {
        var store = session.Store;
        return field switch
        {
            "root_plan_id" => Plan(store, record) is { } plan ? AnalyticPlans.Root(store, plan).Id : null,
            "color" => Plan(store, record)?["color"],
            "currency_id" => store.Table("res.company").Find(record.Reference("company_id") ?? 0)?["currency_id"],
            "line_ids" => Lines(store, record).Select(line => (object)line.Id).ToList(),
            "project_ids" => ProjectsOf(store, record).Select(project => (object)project.Id).ToList(),
            "project_count" => ProjectsOf(store, record).Count(),
            "credit" => Lines(store, record).Sum(line => Math.Max(0, Amount(line))),
            "debit" => -Lines(store, record).Sum(line => Math.Min(0, Amount(line))),
            "balance" => Lines(store, record).Sum(Amount),
            _ => null,
        };
    }

    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("active", true);
        values.TryAdd("company_id", session.User["company_id"]);
    }

    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
        if (Plan(session.Store, record)?.Reference("company_id") is { } ofPlan && ofPlan != record.Reference("company_id"))
        {
            // 16 alone: the account's plan is checked for its company
            throw OdooFault.User("Incompatible companies on records:\n- the plan and the account belong to different companies.");
        }

        if (isNew || !values.ContainsKey("company_id") || record.Reference("company_id") is not { } company) { return; }
        if (Lines(session.Store, record).Any(line => line.Reference("company_id") != company))
        {
            // recording 083
            throw OdooFault.User("You can't set a different company on your analytic account since there are some analytic items linked to it.");
        }
    }

    /// <summary>Recording 082: an account with postings goes, and they lose their tag. Only the column of the project plan holds it back.</summary>
    public override void Deleting(Session session, Record record)
    {
        var store = session.Store;
        var lines = store.Table("account.analytic.line");
        var column = Column(store, record);
        if (column == "account_id" && Lines(store, record).Count > 0) { throw DatabaseRefusal.StillNeeded(lines.Model, column); }
        foreach (var line in Lines(store, record).ToList()) { store.Set(lines, line, column, null); }
        foreach (var project in ProjectsOf(store, record).ToList())
        {
            store.Set(store.Table("project.project"), project, Projects.AccountField(store), null);
        }
    }

    private static double Amount(Record line) => Conversion.Number(line["amount"]);

    private static Record? Plan(Store store, Record account) =>
        store.Table("account.analytic.plan").Find(account.Reference("plan_id") ?? 0);

    private static IEnumerable<Record> ProjectsOf(Store store, Record account) =>
        store.Table("project.project").Records.Where(project => project.Reference(Projects.AccountField(store)) == account.Id);
}
