using System.Collections;
using System.Globalization;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.XmlRpc;

namespace GrantSync.Sandbox.Methods;

/// <summary>Between the values of a call and the values of a record.</summary>
internal static class Conversion
{
    /// <summary>What a record keeps; null for False and for everything empty.</summary>
    public static object? ToStored(this Field field, object? value) => (field.Type, value) switch
    {
        (_, null or false) => null,
        ("integer" or "many2one", int number) => field.Type == "many2one" && number == 0 ? null : number,
        ("integer" or "many2one", double number) => (int)number,
        ("float" or "monetary", IConvertible number and not string) => number.ToDouble(CultureInfo.InvariantCulture),
        ("date" or "datetime", string text) => ToDate(field, text),
        ("many2many", IEnumerable items and not string) => Ids(items),
        ("boolean", _) => true,
        ("json", IReadOnlyDictionary<string, object?> or string) => value,
        ("char" or "text" or "html" or "selection", string text) => text,
        ("char" or "text" or "html", _) => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => throw OdooFault.Traceback($"ValueError: Wrong value for {field.Name}: {Repr.Of(value)}"),
    };

    /// <summary>What `read` answers: False for empty, [id, name] for a many2one (recording 059).</summary>
    public static object ToAnswer(this Session session, Table table, Record record, Field field)
    {
        var value = session.Value(table, record, field);
        return value switch
        {
            null => field.Empty,
            int id when field.Type == "many2one" => Pair(session, field.Relation!, id),
            _ => value,
        };
    }

    public static object Pair(Session session, string model, int id) =>
        session.Store.TryTable(model) is { } table && table.Find(id) is { } record
            ? new object[] { id, session.DisplayName(table, record) }
            : false;

    public static double Number(object? value) => value is IConvertible number ? number.ToDouble(CultureInfo.InvariantCulture) : 0;

    private static string ToDate(Field field, string text)
    {
        string[] formats = field.Type == "date" ? ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"] : ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw OdooFault.Traceback($"ValueError: time data {Repr.Of(text)} does not match format '%Y-%m-%d'");
        }
        return date.ToString(formats[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Plain ids, or the commands (6, 0, ids) and (4, id).</summary>
    private static List<object> Ids(IEnumerable items)
    {
        var ids = new List<object>();
        foreach (var item in items)
        {
            switch (item)
            {
                case int id: ids.Add(id); break;
                case IList { Count: 3 } command when command[0] is 6: ids = [.. ((IEnumerable)command[2]!).Cast<object>()]; break;
                case IList { Count: >= 2 } command when command[0] is 4: ids.Add(command[1]!); break;
            }
        }
        return ids;
    }
}
