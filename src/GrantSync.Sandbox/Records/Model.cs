using System.Diagnostics.CodeAnalysis;

namespace GrantSync.Sandbox.Records;

internal sealed class Model(string name, string order, string description)
{
    private static readonly Field[] Magic =
    [
        new("id", "integer", "ID") { ReadOnly = true },
        new("display_name", "char", "Display Name") { ReadOnly = true, Computed = true },
        new("create_uid", "many2one", "Created by") { Relation = "res.users", ReadOnly = true },
        new("create_date", "datetime", "Created on") { ReadOnly = true },
        new("write_uid", "many2one", "Last Updated by") { Relation = "res.users", ReadOnly = true },
        new("write_date", "datetime", "Last Updated on") { ReadOnly = true },
    ];

    private readonly OrderedDictionary<string, Field> fields = new(Magic.Select(field => KeyValuePair.Create(field.Name, field)));

    public string Name { get; } = name;

    public string Order { get; } = order;

    public string Description { get; } = description;

    public IEnumerable<Field> Fields => fields.Values;

    public bool Has(string field) => fields.ContainsKey(field);

    public bool TryGet(string field, [MaybeNullWhen(false)] out Field found) => fields.TryGetValue(field, out found);

    public Field Field(string field) =>
        fields.TryGetValue(field, out var found)
            ? found
            : throw OdooFault.Traceback($"ValueError: Invalid field '{field}' on model '{Name}'");

    public void Add(Field field) => fields[field.Name] = field;

    public void Remove(string field) => fields.Remove(field);
}
