using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Rules;

internal sealed class Moves : ModelRules
{
    private static readonly Dictionary<string, string> OnLines = new()
    {
        ["name"] = "move_name",
        ["state"] = "parent_state",
        ["move_type"] = "move_type",
        ["date"] = "date",
        ["journal_id"] = "journal_id",
        ["company_id"] = "company_id",
    };

    public override void Default(Session session, Dictionary<string, object?> values)
    {
        values.TryAdd("name", "/");
        values.TryAdd("state", "draft");
        values.TryAdd("move_type", "entry");
        values.TryAdd("date", session.Now[..10]);
        values.TryAdd("company_id", session.User["company_id"]);
        values.TryAdd("payment_state", "not_paid");
    }

    /// <summary>The lines store what they show of their entry.</summary>
    public override void Saved(Session session, Record record, IReadOnlyDictionary<string, object?> values, bool isNew)
    {
        var lines = session.Store.Table("account.move.line");
        foreach (var line in lines.FindBy("move_id", record.Id))
        {
            foreach (var (field, copy) in OnLines.Where(pair => values.ContainsKey(pair.Key)))
            {
                session.Store.Set(lines, line, copy, record[field]);
            }
        }
    }

    public override void Deleting(Session session, Record record)
    {
        var lines = session.Store.Table("account.move.line");
        foreach (var line in lines.FindBy("move_id", record.Id).ToList()) { session.Store.Remove(lines, line); }
    }
}

internal sealed class MoveLines : ModelRules
{
    /// <summary>Recording 076: "BILL/2026/01/0001 Salary January".</summary>
    public override string DisplayName(Session session, Record record)
    {
        var name = string.Join(' ', new[] { record.Text("move_name"), record.Text("name") }
            .Where(part => part is { Length: > 0 }).Distinct());
        return record.Text("ref") is { Length: > 0 } reference ? $"{name} ({reference})" : name;
    }

    public override void Default(Session session, Dictionary<string, object?> values)
    {
        if (session.Store.Table("account.move").Find(values.GetValueOrDefault("move_id") as int? ?? 0) is not { } move) { return; }
        values.TryAdd("move_name", move["name"]);
        values.TryAdd("parent_state", move["state"]);
        foreach (var field in new[] { "move_type", "date", "journal_id", "company_id", "currency_id", "partner_id" })
        {
            values.TryAdd(field, move[field]);
        }
    }
}

internal sealed class LedgerAccounts : ModelRules
{
    public override string DisplayName(Session session, Record record) => $"{record.Text("code")} {record.Text("name")}";
}
