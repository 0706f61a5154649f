using System.Globalization;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>
/// One record as <c>search_read</c> gives it. Odoo says False where a field is empty, so an empty text reads as null here; a field that
/// was not asked for is absent, which <see cref="Has"/> tells apart.
/// </summary>
public sealed class OdooRecord(XmlRpcValue values)
{
    /// <summary>The database id, which Odoo sends along whatever fields were asked for; 0 when it did not.</summary>
    public int Id => (int)(values["id"]?.Int ?? 0);

    /// <summary>Whether the field came at all, be it empty.</summary>
    public bool Has(string field) => values[field] is not null;

    /// <summary>
    /// The value as it came, for fields that have a shape of their own such as <c>analytic_distribution</c>; null when absent.
    /// </summary>
    public XmlRpcValue? Raw(string field) => values[field];

    /// <summary>A text, date or selection; null when empty.</summary>
    public string? Text(string field) => values[field]?.Text;

    /// <summary>A yes or no; an absent one is no.</summary>
    public bool Flag(string field) => values[field]?.Bool ?? false;

    /// <summary>A number; null when there is none.</summary>
    public double? Number(string field) => values[field]?.Number;

    /// <summary>
    /// An amount. Odoo sends floating-point numbers that it rounded to the currency; 15 significant digits give back what it meant.
    /// Null when there is none or it is beyond what money can be.
    /// </summary>
    public decimal? Money(string field) =>
        values[field] is not { } value ? null
        : value.Int is { } whole ? whole
        : value.Double is { } amount && Math.Abs(amount) < 7e27 ? (decimal)amount
        : null;

    /// <summary>The record a field points to and its display name; null when empty.</summary>
    public (int Id, string Name)? Many2One(string field) =>
        values[field]?.Items is [var id, var name] && id.Int is { } number ? ((int)number, name.Text ?? "") : null;

    /// <summary>The ids of a field that points to many; empty when it points to none.</summary>
    public IReadOnlyList<int> Ids(string field) => [.. (values[field]?.Items ?? []).Select(item => (int)(item.Int ?? 0))];

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {values}");
}
