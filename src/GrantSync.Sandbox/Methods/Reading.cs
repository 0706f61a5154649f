using System.Collections;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>read and fields_get.</summary>
internal static class Reading
{
    public static List<object?> Read(this Session session, Table table, IEnumerable<Record> records, IList? fields)
    {
        session.Require(table.Model, "read");
        var wanted = fields is null or { Count: 0 }
            ? [.. table.Model.Fields]
            : fields.Cast<object?>().Select(name => table.Model.Field(name as string ?? "")).ToList();
        return [.. records.Select(record => (object?)Row(session, table, record, wanted))];
    }

    public static Dictionary<string, object?> Describe(this Session session, Model model, IList? only, IList? attributes)
    {
        var canReadPlans = session.May("account.analytic.plan", "read");
        var wanted = model.Fields.Where(field => only is null or { Count: 0 } || only.Contains(field.Name));
        var described = new Dictionary<string, object?>();
        foreach (var field in wanted)
        {
            var all = Attributes(field);
            var chosen = all.Where(attribute => attributes is null or { Count: 0 } || attributes.Contains(attribute.Key)).ToDictionary();
            if (canReadPlans) { PlanColumns.Describe(session.Store, model, field, chosen); }
            described[field.Name] = chosen;
        }
        return described;
    }

    private static Dictionary<string, object?> Row(Session session, Table table, Record record, List<Field> fields)
    {
        var row = new Dictionary<string, object?>(fields.Count + 1) { ["id"] = record.Id };
        foreach (var field in fields) { row[field.Name] = session.ToAnswer(table, record, field); }
        return row;
    }

    private static Dictionary<string, object?> Attributes(Field field)
    {
        var attributes = new Dictionary<string, object?>
        {
            ["type"] = field.Type,
            ["name"] = field.Name,
            ["string"] = field.Label,
            ["required"] = field.Required,
            ["readonly"] = field.ReadOnly,
            ["store"] = !field.Computed || field.Name == "root_plan_id",
            ["searchable"] = true,
            ["sortable"] = !field.Computed,
        };
        if (field.Relation is not null) { attributes["relation"] = field.Relation; }
        if (field.Type == "selection") { attributes["selection"] = new List<object?>(); }
        return attributes;
    }
}
