using System.Globalization;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>One field to group by: `x_plan4_id`, or a date by the piece: `date:month`.</summary>
internal sealed record GroupKey(string Name, Field Field, string? Piece)
{
    public static GroupKey Of(Model model, string spec)
    {
        var parts = spec.Split(':', 2);
        var field = model.Field(parts[0]);
        return new GroupKey(spec, field, field.Type is "date" or "datetime" ? parts.ElementAtOrDefault(1) ?? "month" : null);
    }

    /// <summary>The value that the records of a group share; for a date the first day of the piece.</summary>
    public object? Of(Session session, Table table, Record record) =>
        session.Value(table, record, Field) is string date && Piece is not null ? Day(Start(date)) : session.Value(table, record, Field);

    public object Label(Session session, object? value) => value switch
    {
        null => Field.Empty,
        int id when Field.Type == "many2one" => Conversion.Pair(session, Field.Relation!, id),
        string date when Piece is not null =>
            Start(date) is var start && Piece == "year" ? start.ToString("yyyy", CultureInfo.InvariantCulture)
            : Piece == "quarter" ? $"Q{((start.Month - 1) / 3) + 1} {start.Year}"
            : start.ToString(Piece == "day" ? "dd MMM yyyy" : "MMMM yyyy", CultureInfo.InvariantCulture),
        _ => value,
    };

    public Dictionary<string, object?>? Range(object? value) =>
        Piece is null || value is not string date ? null : new Dictionary<string, object?> { ["from"] = date, ["to"] = Day(End(date)) };

    public List<object?> Condition(object? value) => Piece is not null && value is string date
        ? ["&", new object?[] { Field.Name, ">=", date }, new object?[] { Field.Name, "<", Day(End(date)) }]
        : [new object?[] { Field.Name, "=", value ?? false }];

    private DateOnly Start(string date)
    {
        var day = DateOnly.ParseExact(date[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Piece switch
        {
            "day" => day,
            "year" => new DateOnly(day.Year, 1, 1),
            "quarter" => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
            _ => new DateOnly(day.Year, day.Month, 1),
        };
    }

    private DateOnly End(string date) => Piece switch
    {
        "day" => Start(date).AddDays(1),
        "year" => Start(date).AddYears(1),
        "quarter" => Start(date).AddMonths(3),
        _ => Start(date).AddMonths(1),
    };

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
