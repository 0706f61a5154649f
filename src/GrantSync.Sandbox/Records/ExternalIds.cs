namespace GrantSync.Sandbox.Records;

/// <summary>`module.name` for a record: the table ir.model.data.</summary>
internal static class ExternalIds
{
    private const string Data = "ir.model.data";

    public static Record? FindExternalId(this Store store, string externalId) =>
        store.Table(Data).FindBy("complete_name", externalId) is [var found, ..] ? found : null;

    public static string? ExternalIdOf(this Store store, string model, int id) =>
        store.Table(Data).FindBy("reference", $"{model},{id}") is [var found, ..] ? found.Text("complete_name") : null;

    public static void SetExternalId(this Store store, string externalId, string model, int id)
    {
        var table = store.Table(Data);
        var record = store.FindExternalId(externalId) ?? store.Insert(table, new Record(table.UseUpId()));
        var dot = externalId.IndexOf('.', StringComparison.Ordinal);
        store.Set(table, record, "complete_name", externalId);
        store.Set(table, record, "module", externalId[..dot]);
        store.Set(table, record, "name", externalId[(dot + 1)..]);
        store.Set(table, record, "model", model);
        store.Set(table, record, "res_id", id);
        store.Set(table, record, "reference", $"{model},{id}");
    }

    /// <summary>Odoo forgets the external ids of what is deleted.</summary>
    public static void ForgetExternalIds(this Store store, string model, int id)
    {
        var table = store.Table(Data);
        foreach (var record in table.FindBy("reference", $"{model},{id}").ToList()) { store.Remove(table, record); }
    }
}
