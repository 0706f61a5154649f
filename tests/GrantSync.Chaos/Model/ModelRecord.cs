using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Chaos.Model;

/// <summary>One record of the model Odoo, with its fields as <c>search_read</c> gives them.</summary>
internal sealed class ModelRecord(int id, string model, string externalId)
{
    public int Id => id;

    public string Model => model;

    public string ExternalId => externalId;

    /// <summary>The place of its present contents in the order in which edits were accepted.</summary>
    public long Place { get; set; }

    public Dictionary<string, XmlRpcValue> Fields { get; } = new(StringComparer.Ordinal);

    public string Name => Fields["name"].Text!;

    public XmlRpcValue Read(IEnumerable<string> fields) =>
        XmlRpcValue.Struct(fields.Append("id").Distinct().Select(field => (field, field == "id" ? id : Fields.GetValueOrDefault(field, XmlRpcValue.False))));
}
