namespace GrantSync.Odoo;

/// <summary>An API key or password. It never shows itself: only the request encoder can read it.</summary>
public sealed class OdooKey(string value)
{
    internal string Reveal() => value;

    /// <summary>Always <c>***</c>, so that a key which slips into a log message or a record's text stays secret.</summary>
    public override string ToString() => "***";
}
