using System.Collections;
using System.Globalization;
using GrantSync.Sandbox.Domains;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>read_group: sums by one or more fields (recording 077).</summary>
internal static class ReadGroup
{
    public static List<object?> Of(Session session, Table table, IList domain, IList fields, IList groupby, bool lazy, string? order,
        int offset, int? limit)
    {
        session.Require(table.Model, "read");
        var keys = groupby.Cast<string>().Take(lazy ? 1 : groupby.Count).Select(key => GroupKey.Of(table.Model, key)).ToList();
        var sorted = Searching.Sorted(session, table, session.Matching(table, domain),
            order ?? (keys.Count == 0 ? "id" : string.Join(", ", keys.Select(key => key.Field.Name))));
        var groups = sorted.GroupBy(record => string.Join('\n', keys.Select(key => key.Of(session, table, record)?.ToString())))
            .Skip(offset);
        if (limit is not null) { groups = groups.Take(limit.Value); }
        return [.. groups.Select(group => (object?)Row(session, table, [.. group], keys, fields, domain, groupby, lazy))];
    }

    private static Dictionary<string, object?> Row(Session session, Table table, List<Record> group, List<GroupKey> keys, IList fields,
        IList domain, IList groupby, bool lazy)
    {
        var row = new Dictionary<string, object?>();
        var narrower = new List<List<object?>> { Domain.Normalise(domain) };
        foreach (var key in keys)
        {
            var value = key.Of(session, table, group[0]);
            row[key.Name] = key.Label(session, value);
            if (key.Range(value) is { } range) { row["__range"] = new Dictionary<string, object?> { [key.Name] = range }; }
            narrower.Add(key.Condition(value));
        }

        row[lazy && keys is [var only] ? $"{only.Field.Name}_count" : "__count"] = group.Count;
        foreach (var aggregate in fields.Cast<string>().Select(spec => Aggregate.Of(table.Model, spec)).OfType<Aggregate>())
        {
            row[aggregate.Name] = aggregate.Over(group.Select(record => session.Value(table, record, aggregate.Field)));
        }

        narrower.RemoveAll(part => part.Count == 0);
        row["__domain"] = Enumerable.Repeat((object?)"&", Math.Max(0, narrower.Count - 1)).Concat(narrower.SelectMany(part => part))
            .ToList();
        if (lazy && groupby.Count > 1)
        {
            row["__context"] = new Dictionary<string, object?> { ["group_by"] = groupby.Cast<object?>().Skip(1).ToList() };
        }
        return row;
    }

    /// <summary>`amount:sum`, `total:sum(amount)` or plain `amount`.</summary>
    private sealed record Aggregate(string Name, Field Field, string Function)
    {
        public static Aggregate? Of(Model model, string spec)
        {
            if (spec == "__count") { return null; }
            var parts = spec.Split(':', 2);
            if (parts.Length == 2 && parts[1].IndexOf('(', StringComparison.Ordinal) is var open and > 0)
            {
                return new Aggregate(parts[0], model.Field(parts[1][(open + 1)..].TrimEnd(')')), parts[1][..open]);
            }
            var field = model.Field(parts[0]);
            return parts.Length == 1 && !field.IsNumber ? null : new Aggregate(parts[0], field, parts.Length == 2 ? parts[1] : "sum");
        }

        public object Over(IEnumerable<object?> values) => Function switch
        {
            "sum" => Field.Type == "integer" ? Numbers(values).Sum(number => (int)number) : Numbers(values).Sum(),
            "avg" => Numbers(values).DefaultIfEmpty().Average(),
            "max" => values.OfType<IComparable>().Max() ?? false,
            "min" => values.OfType<IComparable>().Min() ?? false,
            "count" => values.Count(value => value is not null),
            "count_distinct" => values.OfType<object>().Distinct().Count(),
            _ => throw OdooFault.User($"Invalid aggregate method {Function}."),
        };

        private static IEnumerable<double> Numbers(IEnumerable<object?> values) =>
            values.OfType<object>().Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture));
    }
}
