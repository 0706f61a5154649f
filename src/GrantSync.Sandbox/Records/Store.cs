namespace GrantSync.Sandbox.Records;

/// <summary>All tables of the database. One call works at a time; what it wrote is undone when it fails.</summary>
internal sealed class Store
{
    private readonly Stack<Action> undo = new();
    private readonly Dictionary<string, Table> tables;

    public Store(int version, bool budgets = false)
    {
        Version = version;
        Models = Records.Models.Of(version, budgets);
        tables = Models.Values.ToDictionary(model => model.Name, model => new Table(model));
    }

    public int Version { get; }

    public Dictionary<string, Model> Models { get; }

    public Lock Gate { get; } = new();

    /// <summary>How many calls have written so far. A call that began at an earlier number does not see later work.</summary>
    public long Commits { get; private set; }

    public IEnumerable<Table> Tables => tables.Values;

    public Table Table(string model) =>
        tables.TryGetValue(model, out var table) ? table : throw OdooFault.User($"Object {model} doesn't exist");

    public Table? TryTable(string? model) => model is null ? null : tables.GetValueOrDefault(model);

    /// <summary>Runs one call alone: all of its writes, or none. Answers also whether it wrote.</summary>
    public (T Result, bool Wrote) Transact<T>(Func<T> work)
    {
        lock (Gate)
        {
            undo.Clear();
            try
            {
                var result = work();
                var wrote = undo.Count > 0;
                if (wrote) { Commits++; }
                return (result, wrote);
            }
            catch
            {
                RollBack(0);
                throw;
            }
            finally { undo.Clear(); }
        }
    }

    /// <summary>Undoes the part when it fails, and lets the failure through.</summary>
    public T Savepoint<T>(Func<T> part)
    {
        var mark = undo.Count;
        try { return part(); }
        catch
        {
            RollBack(mark);
            throw;
        }
    }

    /// <summary>For <see cref="RollBackTo"/>.</summary>
    public int Mark => undo.Count;

    public void RollBackTo(int mark) => RollBack(mark);

    public Record Insert(Table table, Record record)
    {
        record.Version = Commits + 1;
        table.Insert(record);
        undo.Push(() => table.Remove(record));
        return record;
    }

    public void Set(Table table, Record record, string field, object? value)
    {
        var (old, version) = (record[field], record.Version);
        if (Equals(old, value)) { return; }
        record.Version = Commits + 1;
        table.Set(record, field, value);
        undo.Push(() =>
        {
            table.Set(record, field, old);
            record.Version = version;
        });
    }

    /// <summary>A write that changes no value is a write all the same: Odoo moves write_date.</summary>
    public void Touch(Record record)
    {
        var version = record.Version;
        record.Version = Commits + 1;
        undo.Push(() => record.Version = version);
    }

    public void Remove(Table table, Record record)
    {
        table.Remove(record);
        undo.Push(() => table.Insert(record));
    }

    public void AddColumn(Table table, Field field)
    {
        var renamed = table.Model.TryGet(field.Name, out var old);
        table.Model.Add(field);
        if (field.Indexed) { table.Index(field.Name); }
        undo.Push(() =>
        {
            if (renamed) { table.Model.Add(old!); }
            else { table.Model.Remove(field.Name); }
        });
    }

    public void RemoveColumn(Table table, Field field)
    {
        foreach (var record in table.Records) { Set(table, record, field.Name, null); }
        table.Model.Remove(field.Name);
        undo.Push(() => table.Model.Add(field));
    }

    private void RollBack(int mark)
    {
        while (undo.Count > mark) { undo.Pop()(); }
    }
}
