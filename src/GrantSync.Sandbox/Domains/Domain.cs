using System.Collections;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.XmlRpc;

namespace GrantSync.Sandbox.Domains;

/// <summary>A search domain in prefix notation, made into a test that a record passes or not.</summary>
internal sealed class Domain
{
    private readonly List<(string Field, IReadOnlyList<object> Values)> narrowing = [];

    private Domain(Func<Record, bool> matches) => Matches = matches;

    public Func<Record, bool> Matches { get; private set; }

    public static Domain Of(Session session, Table table, IList terms, bool? activeTest = null)
    {
        var normal = Normalise(terms);
        if ((activeTest ?? session.ActiveTest) && table.Model.Has("active") && !Mentions(normal, "active"))
        {
            normal = [.. normal.Count == 0 ? Array.Empty<object?>() : ["&"], new object?[] { "active", "=", true }, .. normal];
        }

        var domain = new Domain(_ => true);
        var position = 0;
        if (normal.Count > 0) { domain.Matches = domain.Parse(session, table, normal, ref position, isNarrowing: true); }
        return domain;
    }

    /// <summary>The records that can match at all: by id or by an index where the domain allows it.</summary>
    public IEnumerable<Record> Candidates(Table table)
    {
        IReadOnlyList<Record>? fewest = null;
        foreach (var (field, values) in narrowing)
        {
            IReadOnlyList<Record> found = field == "id"
                ? [.. values.OfType<int>().Distinct().Select(table.Find).OfType<Record>()]
                : values is [var one] ? table.FindBy(field, one) : [.. values.Distinct().SelectMany(value => table.FindBy(field, value))];
            if (fewest is null || found.Count < fewest.Count) { fewest = found; }
        }
        return fewest is null ? table.Records : fewest.OrderBy(record => record.Id);
    }

    /// <summary>Puts in every `&amp;` that the short form leaves out.</summary>
    public static List<object?> Normalise(IList terms)
    {
        var result = new List<object?>();
        var expected = 1;
        foreach (var term in terms)
        {
            if (expected == 0)
            {
                result.Insert(0, "&");
                expected = 1;
            }
            if (term is "&" or "|") { expected++; }
            else if (term is IList { Count: 3 }) { expected--; }
            else if (term is not "!") { throw OdooFault.Traceback($"ValueError: Domains to normalize must have a 'domain' form: a list or tuple of domain components: {Repr.Of(term)}"); }
            result.Add(term);
        }
        if (terms.Count > 0 && expected != 0)
        {
            throw OdooFault.Traceback($"ValueError: Domain {Repr.Of(terms)} is syntactically not correct.");
        }
        return result;
    }

    private Func<Record, bool> Parse(Session session, Table table, List<object?> terms, ref int position, bool isNarrowing)
    {
        switch (terms[position++])
        {
            case "&":
                var (left, right) = (Parse(session, table, terms, ref position, isNarrowing),
                    Parse(session, table, terms, ref position, isNarrowing));
                return record => left(record) && right(record);
            case "|":
                var (one, other) = (Parse(session, table, terms, ref position, false), Parse(session, table, terms, ref position, false));
                return record => one(record) || other(record);
            case "!":
                var inner = Parse(session, table, terms, ref position, false);
                return record => !inner(record);
            case IList leaf:
                if (isNarrowing) { Narrow(table, leaf); }
                return Leaf.Compile(session, table, leaf);
            default:
                throw OdooFault.Traceback("ValueError: malformed domain");
        }
    }

    private void Narrow(Table table, IList leaf)
    {
        if (leaf[0] is not string field || (field != "id" && !table.IsIndexed(field))) { return; }
        var values = (leaf[1], leaf[2]) switch
        {
            ("=", int or string) => [leaf[2]!],
            ("in", IList list) => [.. list.Cast<object?>().OfType<object>()],
            _ => Array.Empty<object>(),
        };
        var isReference = field == "id" || table.Model.Field(field).Type == "many2one";
        if (values.Length > 0 && values.All(value => isReference ? value is int and not 0 : value is string { Length: > 0 }))
        {
            narrowing.Add((field, values));
        }
    }

    private static bool Mentions(List<object?> terms, string field) =>
        terms.OfType<IList>().Any(leaf => leaf[0] is string name && name == field);
}
