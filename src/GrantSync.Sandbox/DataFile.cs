using System.Text.Json;
using System.Threading.Channels;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox;

/// <summary>Keeps the records in a file: at most once a second after writes, and when the server stops.</summary>
internal sealed class DataFile : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> dirty = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stopping = new();
    private readonly Store store;
    private readonly string path;
    private readonly Task saving;

    public DataFile(SandboxOdoo odoo, string path)
    {
        (store, this.path) = (odoo.Store, path);
        odoo.Wrote += () => dirty.Writer.TryWrite(true);
        Save();
        saving = SaveAfterWrites();
    }

    public static void Load(Store store, string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var version = json.RootElement.GetProperty("version").GetInt32();
        if (version != store.Version) { throw new InvalidDataException($"{path} holds records of Odoo {version}.0; the sandbox was started as {store.Version}.0."); }

        var tables = json.RootElement.GetProperty("tables");
        store.Transact(() =>
        {
            Fill(store, store.Table("account.analytic.plan"), tables);
            foreach (var root in AnalyticPlans.Roots(store)) { AnalyticPlans.SyncColumn(store, root); }
            foreach (var table in store.Tables.Where(table => table.Model.Name != "account.analytic.plan")) { Fill(store, table, tables); }
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await saving;
        Save();
        stopping.Dispose();
    }

    private static void Fill(Store store, Table table, JsonElement tables)
    {
        if (!tables.TryGetProperty(table.Model.Name, out var saved)) { return; }
        foreach (var entry in saved.GetProperty("records").EnumerateArray())
        {
            var record = new Record(entry.GetProperty("id").GetInt32());
            foreach (var member in entry.EnumerateObject().Where(member => member.Name != "id"))
            {
                record[member.Name] = Value(table.Model.TryGet(member.Name, out var field) ? field : null, member.Value);
            }
            store.Insert(table, record);
        }
        table.ContinueAt(saved.GetProperty("next").GetInt32());
    }

    private static object? Value(Field? field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when field is { Type: "float" or "monetary" } => value.GetDouble(),
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.Array => value.EnumerateArray().Select(item => (object)item.GetInt32()).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.GetDouble()),
        _ => value.GetString(),
    };

    private async Task SaveAfterWrites()
    {
        try
        {
            while (await dirty.Reader.WaitToReadAsync(stopping.Token))
            {
                dirty.Reader.TryRead(out _);
                Save();
                await Task.Delay(Pause, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the last save is that of DisposeAsync
        }
    }

    /// <summary>Written beside the old file and put in its place whole.</summary>
    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using (var file = File.Create(path + ".new"))
        using (var json = new Utf8JsonWriter(file))
        {
            lock (store.Gate) { Write(json); }
        }
        File.Move(path + ".new", path, overwrite: true);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", store.Version);
        json.WriteStartObject("tables");
        foreach (var table in store.Tables)
        {
            json.WriteStartObject(table.Model.Name);
            json.WriteNumber("next", table.NextId);
            json.WriteStartArray("records");
            foreach (var record in table.Records) { Write(json, record); }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Record record)
    {
        json.WriteStartObject();
        json.WriteNumber("id", record.Id);
        foreach (var (field, value) in record.Values)
        {
            json.WritePropertyName(field);
            JsonSerializer.Serialize(json, value);
        }
        json.WriteEndObject();
    }
}
