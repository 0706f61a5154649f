using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>Which records: conditions that must all hold.</summary>
public sealed class OdooDomain
{
    private readonly XmlRpcValue[] conditions;

    private OdooDomain(XmlRpcValue[] conditions) => this.conditions = conditions;

    /// <summary>Every record that the user may see.</summary>
    public static OdooDomain All { get; } = new([]);

    /// <summary>One condition, such as <c>Where("id", ">", 5)</c>.</summary>
    /// <param name="field">A field's name, or a path such as <c>account_id.account_type</c>.</param>
    /// <param name="operation">Odoo's operator: <c>=</c>, <c>!=</c>, <c>></c>, <c>in</c>, <c>child_of</c> ...</param>
    /// <param name="value">What to compare with; a list for <c>in</c>.</param>
    public static OdooDomain Where(string field, string operation, XmlRpcValue value) => All.And(field, operation, value);

    /// <summary>The same with one more condition.</summary>
    public OdooDomain And(string field, string operation, XmlRpcValue value) =>
        new([.. conditions, XmlRpcValue.Array(field, operation, value)]);

    internal XmlRpcValue ToValue() => XmlRpcValue.Array(conditions);
}
