namespace GrantSync.Odoo;

/// <summary>What the server is.</summary>
/// <param name="Major">Such as 18.</param>
/// <param name="Series">Such as <c>18.0</c>, or <c>saas~18.1</c> on Odoo Online.</param>
/// <param name="Full">Such as <c>18.0-20261121</c> or <c>18.0+e</c> (Enterprise).</param>
public sealed record OdooVersion(int Major, string Series, string Full);

/// <summary>What Odoo says about one field of a model.</summary>
/// <param name="Type">Odoo's type: <c>char</c>, <c>many2one</c>, <c>monetary</c> ...</param>
/// <param name="Label">The field's name for people, in the user's language.</param>
/// <param name="Relation">The model it points to, or null.</param>
/// <param name="Required">A record cannot be without it.</param>
/// <param name="Readonly">It cannot be written from outside.</param>
public sealed record OdooField(string Type, string Label, string? Relation, bool Required, bool Readonly);

/// <summary>The record that an external id stands for.</summary>
public sealed record ExternalReference(string Model, int Id);

/// <summary>What Odoo assumes for the connected user. Each is null when the user has not chosen one.</summary>
/// <param name="Language">Such as <c>en_US</c>.</param>
/// <param name="TimeZone">Such as <c>Africa/Addis_Ababa</c>.</param>
public sealed record OdooUserContext(string? Language, string? TimeZone);
