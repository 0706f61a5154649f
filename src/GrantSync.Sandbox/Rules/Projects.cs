using GrantSync.Sandbox.Methods;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

internal sealed class Projects : ModelRules
{
    /// <summary>Recording 032: the link to the account was renamed in 18.</summary>
    public static string AccountField(Store store) => store.Version >= 18 ? "account_id" : "analytic_account_id";

    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("active", true);
        values.TryAdd("allow_timesheets", true);
        values.TryAdd("sequence", 10);
        if (values["allow_timesheets"] is not true || values.GetValueOrDefault(AccountField(session.Store)) is not null) { return; }

        // recordings 074 and 075: time sheets need an account, so Odoo makes one
        var account = session.AsSuperuser().Create("account.analytic.account", new Dictionary<string, object?>
        {
            ["name"] = values.GetValueOrDefault("name"),
            ["company_id"] = values.GetValueOrDefault("company_id"),
            ["partner_id"] = values.GetValueOrDefault("partner_id"),
            ["plan_id"] = AnalyticPlans.ProjectPlan,
        });
        values[AccountField(session.Store)] = account.Id;
    }

    /// <summary>Odoo keeps both dates or none.</summary>
    public override void BeforeWrite(Session session, Record record, Dictionary<string, object?> values)
    {
        var (start, end) = (values.ContainsKey("date_start"), values.ContainsKey("date"));
        if ((start && values["date_start"] is null) || (end && values["date"] is null)) { values["date_start"] = values["date"] = null; }
        else if (start && !end && record["date"] is null) { values.Remove("date_start"); }
        else if (end && !start && record["date_start"] is null) { values.Remove("date"); }
    }

    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
        if (record.Text("date_start") is { } start && record.Text("date") is { } end && string.CompareOrdinal(end, start) < 0)
        {
            throw DatabaseRefusal.Check("The project's start date must be before its end date.");
        }

        var accounts = session.Store.Table("account.analytic.account");
        if (!isNew && values.ContainsKey("name") && accounts.Find(record.Reference(AccountField(session.Store)) ?? 0) is { } account)
        {
            // recordings 071 and 072
            session.AsSuperuser().Write("account.analytic.account", [account.Id],
                new Dictionary<string, object?> { ["name"] = record["name"] });
        }
    }

    /// <summary>An account that nothing was posted to goes with its project.</summary>
    public override void Deleting(Session session, Record record)
    {
        var accounts = session.Store.Table("account.analytic.account");
        if (accounts.Find(record.Reference(AccountField(session.Store)) ?? 0) is { } account
            && AnalyticAccounts.Lines(session.Store, account).Count == 0)
        {
            session.AsSuperuser().Unlink("account.analytic.account", [account.Id]);
        }
    }
}
