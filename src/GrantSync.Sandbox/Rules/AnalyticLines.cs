using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

internal sealed class AnalyticLines : ModelRules
{
    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("company_id", session.User["company_id"]);
        values.TryAdd("date", session.Now[..10]);
        values.TryAdd("amount", 0.0);
        if (!values.ContainsKey("currency_id") && session.Store.Table("res.company").Find(values["company_id"] as int? ?? 0) is { } company)
        {
            values["currency_id"] = company["currency_id"];
        }
    }
}
