namespace GrantSync.Sandbox.Records;

/// <summary>The records of one model by id, with an index for each field that is searched by value.</summary>
internal sealed class Table(Model model)
{
    private readonly SortedList<int, Record> records = [];
    private readonly Dictionary<string, Dictionary<object, List<Record>>> indexes =
        model.Fields.Where(field => field.Indexed).ToDictionary(field => field.Name, _ => new Dictionary<object, List<Record>>());

    public Model Model { get; } = model;

    /// <summary>The next id. Like a PostgreSQL sequence it never goes back: recordings 050-054 use up ids in refused loads.</summary>
    public int NextId { get; private set; } = 1;

    public IList<Record> Records => records.Values;

    public Record? Find(int id) => records.GetValueOrDefault(id);

    public int UseUpId() => NextId++;

    public void ContinueAt(int id) => NextId = Math.Max(NextId, id);

    public bool IsIndexed(string field) => indexes.ContainsKey(field);

    public IReadOnlyList<Record> FindBy(string field, object value) =>
        indexes[field].TryGetValue(value, out var found) ? found : [];

    public void Insert(Record record)
    {
        records.Add(record.Id, record);
        NextId = Math.Max(NextId, record.Id + 1);
        foreach (var field in indexes.Keys) { Enter(field, record); }
    }

    public void Remove(Record record)
    {
        records.Remove(record.Id);
        foreach (var field in indexes.Keys) { Leave(field, record); }
    }

    public void Set(Record record, string field, object? value)
    {
        if (!indexes.ContainsKey(field))
        {
            record[field] = value;
            return;
        }
        Leave(field, record);
        record[field] = value;
        Enter(field, record);
    }

    /// <summary>A column that came or went with a plan.</summary>
    public void Index(string field) => indexes[field] = [];

    private void Enter(string field, Record record)
    {
        if (record[field] is not { } value) { return; }
        if (!indexes[field].TryGetValue(value, out var sharing)) { indexes[field][value] = sharing = new List<Record>(1); }
        sharing.Add(record);
    }

    private void Leave(string field, Record record)
    {
        if (record[field] is { } value && indexes[field].TryGetValue(value, out var sharing)) { sharing.Remove(record); }
    }
}
