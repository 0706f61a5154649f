namespace GrantSync.Sandbox;

/// <summary>A record as it was when asked for. Empty fields are absent; a many2one is the id.</summary>
public sealed record SandboxRecord(string Model, int Id, string? ExternalId, IReadOnlyDictionary<string, object> Values)
{
    public string? Text(string field) => Values.GetValueOrDefault(field) as string;

    public int? Reference(string field) => Values.GetValueOrDefault(field) as int?;

    public double Number(string field) =>
        Convert.ToDouble(Values.GetValueOrDefault(field, 0.0), System.Globalization.CultureInfo.InvariantCulture);

    public bool Is(string field) => Values.GetValueOrDefault(field) is true;
}
