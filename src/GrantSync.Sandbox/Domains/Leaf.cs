using System.Collections;
using GrantSync.Sandbox.Methods;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;
using GrantSync.Sandbox.XmlRpc;

namespace GrantSync.Sandbox.Domains;

/// <summary>One condition of a domain: (field, operator, value).</summary>
internal static class Leaf
{
    private static readonly HashSet<string> Operators =
        ["=", "!=", "<>", "==", ">", ">=", "<", "<=", "=?", "in", "not in", "like", "not like", "ilike", "not ilike", "=like", "=ilike",
            "child_of", "parent_of"];

    public static Func<Record, bool> Compile(Session session, Table table, IList leaf)
    {
        var (left, sign, value) = (leaf[0], leaf[1] as string, leaf[2]);
        if (sign is null || !Operators.Contains(sign))
        {
            throw OdooFault.Traceback($"ValueError: Invalid leaf {Repr.Tuple(leaf.Cast<object?>())}");
        }
        if (left is int constant) { return _ => (constant == 1) == (sign == "=") || Equals(left, value) == (sign == "="); }

        var path = (left as string ?? "").Split('.', 2);
        if (!table.Model.TryGet(path[0], out var field))
        {
            throw OdooFault.Traceback($"ValueError: Invalid field {table.Model.Name}.{path[0]} in leaf {Repr.Tuple(leaf.Cast<object?>())}");
        }
        if (field.Name == "auto_account_id") { return AnyPlanColumn(session, table, leaf); }
        if (path.Length == 2) { return Through(session, field, path[1], sign, value, table); }
        if (sign is "child_of" or "parent_of") { return Hierarchy(session, table, field, sign, value); }
        if (field.Relation is not null && value is string or IList { Count: > 0 } && IsByName(sign, value))
        {
            return ByName(session, table, field, sign, value);
        }
        return record => Compare(field, session.Value(table, record, field), sign, value);
    }

    /// <summary>The line field that stands for all plans at once.</summary>
    private static Func<Record, bool> AnyPlanColumn(Session session, Table table, IList leaf)
    {
        var columns = AnalyticPlans.Roots(session.Store).Select(plan => AnalyticPlans.Column(plan.Id)).Where(table.Model.Has);
        var each = columns.Select(column => Compile(session, table, new object?[] { column, leaf[1], leaf[2] })).ToList();
        return record => each.Exists(matches => matches(record));
    }

    private static Func<Record, bool> Through(Session session, Field field, string rest, string sign, object? value, Table table)
    {
        var target = session.Store.Table(field.Relation ?? throw OdooFault.Traceback($"ValueError: Invalid field {table.Model.Name}.{field.Name}.{rest}"));
        var domain = Domain.Of(session, target, new object?[] { new object?[] { rest, sign, value } }, activeTest: false);
        var ids = domain.Candidates(target).Where(domain.Matches).Select(record => record.Id).ToHashSet();
        return record => References(session.Value(table, record, field)).Any(ids.Contains);
    }

    private static Func<Record, bool> Hierarchy(Session session, Table table, Field field, string sign, object? value)
    {
        var target = session.Store.Table(field.Relation ?? table.Model.Name);
        var roots = References(value).ToHashSet();
        if (value is string name)
        {
            roots = [.. target.Records.Where(record => Like(session.DisplayName(target, record), name, ignoreCase: true))
                .Select(record => record.Id)];
        }
        var found = sign == "child_of"
            ? target.Records.Where(record => Ancestors(target, record).Any(roots.Contains)).Select(record => record.Id).ToHashSet()
            : roots.Select(target.Find).OfType<Record>().SelectMany(record => Ancestors(target, record)).ToHashSet();
        return record => field.Name == "id"
            ? found.Contains(record.Id)
            : References(session.Value(table, record, field)).Any(found.Contains);
    }

    private static IEnumerable<int> Ancestors(Table table, Record record)
    {
        for (var current = record; current is not null; current = table.Find(current.Reference("parent_id") ?? 0)) { yield return current.Id; }
    }

    private static bool IsByName(string sign, object? value) =>
        sign.Contains("like", StringComparison.Ordinal) || value is string || (value is IList list && list[0] is string);

    private static Func<Record, bool> ByName(Session session, Table table, Field field, string sign, object? value)
    {
        var target = session.Store.TryTable(field.Relation);
        var label = new Field("display_name", "char", "");
        var positive = sign.Replace("not ", "", StringComparison.Ordinal).Replace("!=", "=", StringComparison.Ordinal);
        var ids = target?.Records.Where(record => Compare(label, session.DisplayName(target, record), positive, value))
            .Select(record => record.Id).ToHashSet() ?? [];
        return record => References(session.Value(table, record, field)).Any(ids.Contains) == (positive == sign);
    }

    private static IEnumerable<int> References(object? value) => value switch
    {
        int id => [id],
        IEnumerable items and not string => items.OfType<int>(),
        _ => [],
    };

    private static bool Compare(Field field, object? held, string sign, object? value) => sign switch
    {
        "=" or "==" => value is IList list ? In(field, held, list) : Same(field, held, value),
        "!=" or "<>" => value is IList list ? !In(field, held, list) : !Same(field, held, value),
        "=?" => value is null or false || Same(field, held, value),
        "in" => value is IList list ? In(field, held, list) : Same(field, held, value),
        "not in" => value is IList list ? !In(field, held, list) : !Same(field, held, value),
        ">" => Order(field, held, value) is > 0,
        ">=" => Order(field, held, value) is >= 0,
        "<" => Order(field, held, value) is < 0,
        "<=" => Order(field, held, value) is <= 0,
        "like" => Like(held as string, $"%{value}%", ignoreCase: false),
        "ilike" => Like(held as string, $"%{value}%", ignoreCase: true),
        "not like" => !Like(held as string, $"%{value}%", ignoreCase: false),
        "not ilike" => !Like(held as string, $"%{value}%", ignoreCase: true),
        "=like" => Like(held as string, value as string ?? "", ignoreCase: false),
        _ => Like(held as string, value as string ?? "", ignoreCase: true),
    };

    private static bool In(Field field, object? held, IList values)
    {
        foreach (var value in values)
        {
            if (Same(field, held, value)) { return true; }
        }
        return false;
    }

    private static bool Same(Field field, object? held, object? value)
    {
        if (field.IsMany) { return value is null or false ? !References(held).Any() : References(held).Contains(value as int? ?? 0); }
        if (field.IsNumber) { return value is not string && Conversion.Number(held) == Conversion.Number(value); }
        if (value is null or false) { return held is null or false or ""; }
        return Equals(held, value);
    }

    private static int? Order(Field field, object? held, object? value)
    {
        if (field.IsNumber || field.Type == "many2one")
        {
            return held is null && !field.IsNumber ? null : Conversion.Number(held).CompareTo(Conversion.Number(value));
        }
        return held is string text && value is string other ? string.CompareOrdinal(text, other) : null;
    }

    /// <summary>SQL's LIKE: % for any text, _ for one character.</summary>
    private static bool Like(string? text, string pattern, bool ignoreCase)
    {
        if (text is null) { return false; }
        return ignoreCase ? Matches(text.ToUpperInvariant(), pattern.ToUpperInvariant()) : Matches(text, pattern);
    }

    private static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty) { return text.IsEmpty; }
        if (pattern[0] != '%') { return !text.IsEmpty && (pattern[0] == '_' || pattern[0] == text[0]) && Matches(text[1..], pattern[1..]); }
        for (var start = 0; start <= text.Length; start++)
        {
            if (Matches(text[start..], pattern[1..])) { return true; }
        }
        return false;
    }
}
