using System.Globalization;
using GrantSync.Chaos.Simulation;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Chaos.Model;

/// <summary>
/// What one tenant's Odoo does with a call, as the recordings of Odoo 18 show it: <c>load</c> is all or nothing by external id. It says at
/// once when it sees what must never be seen.
/// </summary>
internal sealed class ModelOdoo(AcceptedEdits accepted)
{
    /// <summary>Odoo's own project plan, there from the start.</summary>
    public const int ProjectPlan = 1;

    private readonly Dictionary<string, ModelRecord> byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ModelRecord> byId = [];
    private readonly Dictionary<string, string> externalIdOf = new(StringComparer.Ordinal);
    private int lastId = ProjectPlan;

    public IReadOnlyCollection<ModelRecord> Records => byExternalId.Values;

    /// <summary>Odoo accepts what it refused: somebody has put right what was wrong there.</summary>
    public bool IsMended { get; set; }

    public ModelRecord? Find(string externalId) => byExternalId.GetValueOrDefault(externalId);

    /// <summary>Commits the whole <c>load</c> or nothing of it, and answers as Odoo does.</summary>
    public XmlRpcValue Load(string model, IReadOnlyList<XmlRpcValue> args)
    {
        var fields = args[0].Items!.Select(field => field.Text!).ToList();
        var rows = args[1].Items!.Select(row => fields.Zip(row.Items!).ToDictionary(cell => cell.First, cell => cell.Second.Text ?? "")).ToList();
        var refusals = rows.SelectMany((row, index) => Refusals(row, index)).ToList();
        if (refusals.Count > 0)
        {
            return XmlRpcValue.Struct(("ids", false), ("messages", XmlRpcValue.Array([.. refusals.Take(10)])));
        }

        var ids = rows.Select(row => Put(model, row)).ToList();
        return XmlRpcValue.Struct(("ids", XmlRpcValue.Ints(ids)), ("messages", XmlRpcValue.Array()));
    }

    /// <summary>Answers a read, or null for what this model does not know.</summary>
    public OdooReply Read(string model, string method, IReadOnlyList<XmlRpcValue> args, IReadOnlyList<KeyValuePair<string, XmlRpcValue>> named)
    {
        var context = named.FirstOrDefault(n => n.Key == "context").Value;
        var archivedToo = context["active_test"]?.IsFalse ?? false;
        switch (method)
        {
            case "check_object_reference":
                return byExternalId.TryGetValue($"{args[0].Text}.{args[1].Text}", out var found)
                    ? new OdooReply.Answer(XmlRpcValue.Array(found.Model, archivedToo || IsActive(found) ? found.Id : XmlRpcValue.False))
                    : new OdooReply.Fault(1, $"ValueError: External ID not found in the system: {args[0].Text}.{args[1].Text}");
            case "search_read":
                var fields = named.First(n => n.Key == "fields").Value.Items!.Select(f => f.Text!).ToList();
                var limit = (int?)named.FirstOrDefault(n => n.Key == "limit").Value.Int ?? int.MaxValue;
                return new OdooReply.Answer(XmlRpcValue.Array([.. Search(model, args[0], archivedToo).Take(limit).Select(r => r.Read(fields))]));
            case "search_count":
                return new OdooReply.Answer(Search(model, args[0], archivedToo).Count());
            default:
                return new OdooReply.Fault(1, $"NotImplementedError: {model}.{method}");
        }
    }

    private IEnumerable<ModelRecord> Search(string model, XmlRpcValue domain, bool archivedToo) => byId.Values
        .Where(r => r.Model == model && (archivedToo || IsActive(r)) && domain.Items!.All(condition => Holds(r, condition.Items!)))
        .OrderBy(r => r.Id);

    private static bool Holds(ModelRecord record, IReadOnlyList<XmlRpcValue> condition)
    {
        var value = condition[0].Text == "id" ? record.Id : record.Fields[condition[0].Text!];
        value = value.Items is [var id, _] ? id : value;
        return condition[1].Text switch
        {
            "=" => value == condition[2],
            "in" => condition[2].Items!.Contains(value),
            ">" => value.Int > condition[2].Int,
            _ => throw new NotSupportedException($"The model Odoo does not know the operator {condition[1]}."),
        };
    }

    private static bool IsActive(ModelRecord record) => !record.Fields.TryGetValue("active", out var active) || !active.IsFalse;

    private IEnumerable<XmlRpcValue> Refusals(Dictionary<string, string> row, int index)
    {
        XmlRpcValue Message(string text, string field) =>
            XmlRpcValue.Struct(("type", "error"), ("record", index), ("field", field), ("message", text), ("rows", XmlRpcValue.Struct(("from", index), ("to", index))));

        var mark = EditName.Read(row["name"]).Mark;
        if (!IsMended && mark == EditName.RefusedRow)
        {
            yield return Message("Missing required value for the field 'Name' (name)", "name");
        }

        if (!IsMended && mark == EditName.RefusedCall)
        {
            yield return XmlRpcValue.Struct(("type", "error"), ("message", "Unknown error during import: ValueError: somewhere"));
        }

        if (row.TryGetValue("plan_id/.id", out var plan) && (!int.TryParse(plan, CultureInfo.InvariantCulture, out var planId) || !HasPlan(planId)))
        {
            yield return Message($"No matching record found for database id '{plan}' in field 'Plan'", "plan_id");
        }

        if (row.TryGetValue("account_id/id", out var account) && Find(account) is null)
        {
            yield return Message($"No matching record found for external id '{account}' in field 'Account'", "account_id");
        }
    }

    private bool HasPlan(int id) => id == ProjectPlan || byId.GetValueOrDefault(id)?.Model == "account.analytic.plan";

    private int Put(string model, Dictionary<string, string> row)
    {
        var name = EditName.Read(row["name"]);
        var place = accepted.PlaceOf(name)
            ?? throw new ViolationException($"Odoo got {name}, which nobody has asked for.");
        if (!byExternalId.TryGetValue(row["id"], out var record))
        {
            if (!externalIdOf.TryAdd(name.Record, row["id"]))
            {
                throw new ViolationException($"{name.Record} is in Odoo twice: as {externalIdOf[name.Record]} and as {row["id"]}.");
            }

            record = new ModelRecord(++lastId, model, row["id"]);
            (byExternalId[row["id"]], byId[record.Id]) = (record, record);
        }

        if (place < record.Place)
        {
            throw new ViolationException($"The older {name} was written over the newer {record.Name}.");
        }

        record.Place = place;
        foreach (var (field, text) in row.Where(cell => cell.Key != "id"))
        {
            record.Fields[field.Split('/')[0]] = Value(field, text);
        }

        return record.Id;
    }

    private XmlRpcValue Value(string field, string text) => field switch
    {
        "active" => text == "True",
        "account_id/id" => XmlRpcValue.Array(Find(text)!.Id, text),
        _ when text.Length == 0 => false,
        _ when field.EndsWith("/.id", StringComparison.Ordinal) => XmlRpcValue.Array(int.Parse(text, CultureInfo.InvariantCulture), text),
        _ => text,
    };
}
