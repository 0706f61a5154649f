namespace GrantSync.Sandbox;

/// <summary>The records behind the server, for tests to look at and to change as a bookkeeper would.</summary>
public sealed class SandboxOdoo
{
    private readonly List<SandboxCall> calls = [];

    internal SandboxOdoo(SandboxOptions options) => Options = options;

    internal SandboxOptions Options { get; }

    public IReadOnlyList<SandboxCall> Calls
    {
        get { lock (calls) { return [.. calls]; } }
    }

    /// <summary>All records of a model, archived ones too, by id.</summary>
    public IReadOnlyList<SandboxRecord> Records(string model) => [];

    public SandboxRecord? Find(string model, int id) => Records(model).FirstOrDefault(record => record.Id == id);

    public SandboxRecord? FindExternal(string externalId) => null;

    public int Create(string model, IReadOnlyDictionary<string, object?> values, string? externalId = null) => throw new NotSupportedException();

    public void Edit(string model, int id, IReadOnlyDictionary<string, object?> values) => throw new NotSupportedException();

    public void Delete(string model, int id) => throw new NotSupportedException();
}
