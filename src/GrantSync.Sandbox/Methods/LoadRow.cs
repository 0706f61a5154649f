using System.Collections;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>One row of a `load`, its cells converted.</summary>
internal sealed record LoadRow(int Index, string? ExternalId, int? DatabaseId, Dictionary<string, object?> Values)
{
    public Dictionary<string, object?> Message(string type, string text, string? field = null)
    {
        var message = new Dictionary<string, object?> { ["rows"] = Rows(Index), ["record"] = Index, ["type"] = type, ["message"] = text };
        if (field is not null) { message["field"] = field; }
        return message;
    }

    public static Dictionary<string, object?> Rows(int index) => new() { ["from"] = index, ["to"] = index };

    public static bool IsSame(Dictionary<string, object?> one, Dictionary<string, object?> other) =>
        Equals(one.GetValueOrDefault("record"), other["record"]) && Equals(one["message"], other["message"])
            && Equals(one["type"], other["type"]);
}

/// <summary>`name`, `plan_id` (by name), `plan_id/id` (by external id) or `plan_id/.id` (by database id).</summary>
internal sealed record LoadColumn(string Name, string? Sub, Field? Field)
{
    public static LoadColumn Of(Model model, string path)
    {
        if (path is "id" or ".id") { return new LoadColumn(path, null, null); }
        var parts = path.Split('/', 2);
        if (!model.TryGet(parts[0], out var field)) { throw OdooFault.Traceback($"ValueError: Invalid field name '{parts[0]}'"); }
        return new LoadColumn(parts[0], parts.ElementAtOrDefault(1), field);
    }

    public static object? Cell(IList cells, int column) =>
        column < cells.Count && cells[column] is not (null or false or "" or 0) ? cells[column] : null;
}
