using System.Collections;
using GrantSync.Sandbox.Domains;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>Which records, in which order, which page of them.</summary>
internal static class Searching
{
    public static IEnumerable<Record> Search(this Session session, Table table, IList domain, string? order = null, int offset = 0,
        int? limit = null)
    {
        session.Require(table.Model, "read");
        var page = Sorted(session, table, Matching(session, table, domain), order ?? table.Model.Order).Skip(offset);
        return limit is null ? page : page.Take(limit.Value);
    }

    public static IEnumerable<Record> Matching(this Session session, Table table, IList domain)
    {
        var compiled = Domain.Of(session, table, domain);
        return compiled.Candidates(table).Where(compiled.Matches);
    }

    public static IEnumerable<Record> Sorted(Session session, Table table, IEnumerable<Record> records, string order)
    {
        // candidates come by id already: a page of 100,000 records needs no sorting
        if (order.Trim() is "id" or "id asc") { return records; }
        var comparison = Ordering(session, table, order);
        return records.Order(Comparer<Record>.Create(comparison));
    }

    private static Comparison<Record> Ordering(Session session, Table table, string order)
    {
        var parts = order.Split(',').Select(part => Part(session, table, part.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        return (one, other) =>
        {
            foreach (var part in parts)
            {
                if (part(one, other) is var sign && sign != 0) { return sign; }
            }
            return one.Id.CompareTo(other.Id);
        };
    }

    private static Comparison<Record> Part(Session session, Table table, string[] words)
    {
        var field = table.Model.Field(words[0]);
        var descends = words.Length > 1 && words[1].Equals("desc", StringComparison.OrdinalIgnoreCase);
        var comparison = field.Type == "many2one" ? ByTarget(session, table, field) : ByValue(session, table, field);
        return descends ? (one, other) => comparison(other, one) : comparison;
    }

    private static Comparison<Record> ByValue(Session session, Table table, Field field) => (one, other) =>
    {
        var (left, right) = (session.Value(table, one, field), session.Value(table, other, field));
        if (field.Type is "boolean") { return (left is true).CompareTo(right is true); }
        return (left, right) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            (string a, string b) => string.CompareOrdinal(a, b),
            (IComparable a, _) when a.GetType() == right.GetType() => a.CompareTo(right),
            _ => Conversion.Number(left).CompareTo(Conversion.Number(right)),
        };
    };

    /// <summary>A many2one sorts by the order of the model that it points at; PostgreSQL puts empty ones last.</summary>
    private static Comparison<Record> ByTarget(Session session, Table table, Field field)
    {
        var target = session.Store.TryTable(field.Relation);
        var comparison = target is null || target.Model.Order.Contains("_id", StringComparison.Ordinal) && target == table
            ? (one, other) => one.Id.CompareTo(other.Id)
            : Ordering(session, target, target.Model.Order);
        return (one, other) => (target?.Find(session.Value(table, one, field) as int? ?? 0),
            target?.Find(session.Value(table, other, field) as int? ?? 0)) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (left, right) => left == right ? 0 : comparison(left, right),
        };
    }
}
