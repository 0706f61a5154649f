using System.Collections;
using GrantSync.Sandbox.XmlRpc;

namespace GrantSync.Sandbox.Methods;

/// <summary>The positional and named arguments of one method call.</summary>
internal sealed class Arguments(IList positional, IReadOnlyDictionary<string, object?> named)
{
    public IReadOnlyDictionary<string, object?> Context =>
        named.GetValueOrDefault("context") as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>();

    public int Count => positional.Count;

    public object? Get(int position, string name) => position < positional.Count ? positional[position] : named.GetValueOrDefault(name);

    public IList List(int position, string name) => OptionalList(position, name) ?? Array.Empty<object?>();

    public IList? OptionalList(int position, string name) => Get(position, name) switch
    {
        null or false => null,
        IList list => list,
        var other => throw OdooFault.Traceback($"TypeError: {Repr.Of(other)} is not a list"),
    };

    public int Number(int position, string name) => Get(position, name) as int? ?? 0;

    public int? Limit(int position) => Get(position, "limit") as int? is { } limit && limit > 0 ? limit : null;

    public string? Text(int position, string name) => Get(position, name) as string is { Length: > 0 } text ? text : null;

    /// <summary>A list of ids, or one id alone.</summary>
    public List<int> Ids(int position, string name) => Get(position, name) switch
    {
        int id => [id],
        IList list => [.. list.OfType<int>()],
        _ => [],
    };

    public IReadOnlyDictionary<string, object?> Values(int position, string name) =>
        Get(position, name) as IReadOnlyDictionary<string, object?> ?? throw OdooFault.Traceback($"TypeError: missing a required argument: '{name}'");
}
