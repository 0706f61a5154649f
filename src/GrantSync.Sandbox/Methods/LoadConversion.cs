using System.Collections;
using System.Globalization;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>Turns the cells of a `load`, texts mostly, into the values of a record.</summary>
internal sealed class LoadConversion(Session session, Model model, Action<string> makeKnown)
{
    public LoadRow Convert(List<LoadColumn> columns, IList cells, int index, Action<Dictionary<string, object?>> log)
    {
        string? externalId = null;
        int? databaseId = null;
        var values = new Dictionary<string, object?>();
        for (var number = 0; number < columns.Count; number++)
        {
            var column = columns[number];
            var cell = LoadColumn.Cell(cells, number);
            if (column.Name == "id") { externalId = cell is null ? null : Qualified(Text(cell)); }
            else if (column.Name == ".id") { databaseId = cell is null ? null : KnownId(Text(cell), index, log); }
            else if (cell is null) { values[column.Name] = false; }
            else if (Read(column, cell, message => log(About(column, index, message))) is { } value) { values[column.Name] = value; }
        }
        return new LoadRow(index, externalId, databaseId, values);
    }

    /// <summary>Null when the cell cannot be used: then the field is left out, so a required one is missing as well (recording 050).</summary>
    private object? Read(LoadColumn column, object cell, Action<Dictionary<string, object?>> log) => column.Field!.Type switch
    {
        "many2one" => Reference(column, Text(cell), log),
        "integer" => int.TryParse(Text(cell), CultureInfo.InvariantCulture, out var number)
            ? number
            : Refuse($"'{Text(cell)}' does not seem to be an integer for field '{column.Field.Label}'", null, log),
        "float" or "monetary" => double.TryParse(Text(cell), CultureInfo.InvariantCulture, out var number)
            ? number
            : Refuse($"'{Text(cell)}' does not seem to be a number for field '{column.Field.Label}'", null, log),
        "boolean" => Boolean(column, cell, log),
        "date" => DateTime.TryParseExact(Text(cell), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? Text(cell)
            : Refuse($"'{Text(cell)}' does not seem to be a valid date for field '{column.Field.Label}'", "Use the format '2012-12-31'", log),
        _ => Text(cell),
    };

    private static bool Boolean(LoadColumn column, object cell, Action<Dictionary<string, object?>> log)
    {
        switch (Text(cell).ToUpperInvariant())
        {
            case "1" or "TRUE" or "YES": return true;
            case "0" or "FALSE" or "NO": return false;
        }
        log(new Dictionary<string, object?>
        {
            ["type"] = "warning",
            ["message"] = $"Unknown value '{Text(cell)}' for boolean field '{column.Field!.Label}'",
            ["moreinfo"] = "Use '1' for yes and '0' for no",
        });
        return true;
    }

    private object? Reference(LoadColumn column, string cell, Action<Dictionary<string, object?>> log)
    {
        var target = session.Store.Table(column.Field!.Relation!);
        int? found;
        switch (column.Sub)
        {
            case "id":
                makeKnown(Qualified(cell));
                found = session.Store.FindExternalId(Qualified(cell)) is { } known && known.Text("model") == target.Model.Name
                    ? known.Reference("res_id")
                    : null;
                break;
            case ".id":
                if (!int.TryParse(cell, CultureInfo.InvariantCulture, out var number))
                {
                    return Refuse($"Invalid database id '{cell}' for the field '{column.Field.Label}'", Possible(target, isById: true), log);
                }
                // archived records are not seen: the default context of the search
                found = session.Search(target, new object?[] { new object?[] { "id", "=", number } }).FirstOrDefault()?.Id;
                break;
            default:
                found = session.Search(target, Array.Empty<object?>())
                    .FirstOrDefault(record => session.DisplayName(target, record) == cell || record.Text("name") == cell)?.Id;
                break;
        }
        if (found is not null) { return found; }
        var kind = column.Sub switch { "id" => "external id", ".id" => "database id", _ => "name" };
        return Refuse($"No matching record found for {kind} '{cell}' in field '{column.Field.Label}'", Possible(target, column.Sub is not null), log);
    }

    /// <summary>The pointer for Odoo's own import screen: recording 050.</summary>
    private Dictionary<string, object?> Possible(Table target, bool isById)
    {
        var list = session.Store.Version >= 18 ? "list" : "tree";
        var action = new Dictionary<string, object?>
        {
            ["name"] = "Possible Values",
            ["type"] = "ir.actions.act_window",
            ["target"] = "new",
            ["view_mode"] = $"{list},form",
            ["views"] = new object[] { new object[] { false, "list" }, new object[] { false, "form" } },
            ["context"] = new Dictionary<string, object?> { ["create"] = false },
            ["help"] = "See all possible values",
            ["res_model"] = isById ? "ir.model.data" : target.Model.Name,
        };
        if (isById) { action["domain"] = new object[] { new object[] { "model", "=", target.Model.Name } }; }
        return action;
    }

    private int? KnownId(string cell, int index, Action<Dictionary<string, object?>> log)
    {
        if (int.TryParse(cell, CultureInfo.InvariantCulture, out var id)
            && session.Search(session.Store.Table(model.Name), new object?[] { new object?[] { "id", "=", id } }).Any()) { return id; }
        log(new Dictionary<string, object?>
        {
            ["rows"] = LoadRow.Rows(index),
            ["type"] = "error",
            ["record"] = index,
            ["field"] = ".id",
            ["message"] = $"Unknown database identifier '{cell}'",
        });
        return null;
    }

    private static object? Refuse(string text, object? moreInfo, Action<Dictionary<string, object?>> log)
    {
        var message = new Dictionary<string, object?> { ["type"] = "error", ["message"] = text };
        if (moreInfo is not null) { message["moreinfo"] = moreInfo; }
        log(message);
        return null;
    }

    private static Dictionary<string, object?> About(LoadColumn column, int index, Dictionary<string, object?> message)
    {
        var about = new Dictionary<string, object?>
        {
            ["rows"] = LoadRow.Rows(index),
            ["type"] = message["type"],
            ["record"] = index,
            ["field"] = column.Name,
            ["message"] = message["message"],
        };
        if (message.TryGetValue("moreinfo", out var moreInfo))
        {
            about["moreinfo"] = moreInfo;
            about["field_name"] = column.Field!.Label;
        }
        return about;
    }

    private static string Qualified(string externalId) =>
        externalId.Contains('.', StringComparison.Ordinal) ? externalId : $"__import__.{externalId}";

    private static string Text(object cell) => System.Convert.ToString(cell, CultureInfo.InvariantCulture)!;
}
