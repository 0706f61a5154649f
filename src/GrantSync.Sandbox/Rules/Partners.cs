using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

internal sealed class Partners : ModelRules
{
    /// <summary>The organisation behind a contact person.</summary>
    public static Record Commercial(Store store, Record partner) =>
        !partner.Is("is_company") && store.Table("res.partner").Find(partner.Reference("parent_id") ?? 0) is { } parent
            ? Commercial(store, parent)
            : partner;

    public override string DisplayName(Session session, Record record) =>
        session.Store.Table("res.partner").Find(record.Reference("parent_id") ?? 0) is { } parent ? $"{parent.Text("name")}, {record.Text("name")}" : record.Text("name") ?? "";

    public override object? Compute(Session session, Record record, string field) =>
        field == "complete_name" ? DisplayName(session, record) : null;

    public override void Default(Session session, Dictionary<string, object?> values) => values.TryAdd("active", true);
}
