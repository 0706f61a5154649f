namespace GrantSync.Sandbox.Records;

internal sealed class Record(int id)
{
    private readonly Dictionary<string, object> values = new(6);

    public int Id { get; } = id;

    /// <summary>The commit that wrote it last.</summary>
    public long Version { get; set; }

    /// <summary>What is stored; an empty field is null.</summary>
    public object? this[string field]
    {
        get => field == "id" ? Id : values.GetValueOrDefault(field);
        set
        {
            if (value is null) { values.Remove(field); }
            else { values[field] = value; }
        }
    }

    public IReadOnlyDictionary<string, object> Values => values;

    public int? Reference(string field) => this[field] as int?;

    public string? Text(string field) => this[field] as string;

    public bool Is(string field) => this[field] is true;
}
