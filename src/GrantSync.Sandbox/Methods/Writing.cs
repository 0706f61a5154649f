using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox.Methods;

/// <summary>create, write and unlink.</summary>
internal static class Writing
{
    public static Record Create(this Session session, string model, IReadOnlyDictionary<string, object?> given, int? id = null)
    {
        var table = session.Store.Table(model);
        session.Require(table.Model, "create");
        var values = Stored(table.Model, given);
        ModelRules.Of(model).Default(session, values);

        // the number is taken before PostgreSQL looks at the row: ids of refused rows are lost (recordings 050-054)
        var record = session.Store.Insert(table, new Record(id ?? table.UseUpId()));
        Put(session, table, record, values);
        session.Store.Set(table, record, "create_uid", session.UserId);
        session.Store.Set(table, record, "create_date", session.Now);
        CheckRequired(table.Model, record);
        ModelRules.Of(model).Saved(session, record, values, isNew: true);
        return record;
    }

    public static void Write(this Session session, string model, IEnumerable<int> ids, IReadOnlyDictionary<string, object?> given)
    {
        var table = session.Store.Table(model);
        session.Require(table.Model, "write");
        foreach (var record in Existing(session, table, ids))
        {
            var values = Stored(table.Model, given);
            ModelRules.Of(model).BeforeWrite(session, record, values);
            Put(session, table, record, values);
            CheckRequired(table.Model, record);
            ModelRules.Of(model).Saved(session, record, values, isNew: false);
        }
    }

    public static void Unlink(this Session session, string model, IEnumerable<int> ids)
    {
        var table = session.Store.Table(model);
        session.Require(table.Model, "unlink");
        foreach (var record in Existing(session, table, ids))
        {
            ModelRules.Of(model).Deleting(session, record);
            session.Store.Remove(table, record);
            session.Store.ForgetExternalIds(model, record.Id);
        }
    }

    public static List<Record> Existing(Session session, Table table, IEnumerable<int> ids) =>
        [.. ids.Select(id => table.Find(id) ?? throw OdooFault.Missing(table.Model.Name, id, session.UserId))];

    private static Dictionary<string, object?> Stored(Model model, IReadOnlyDictionary<string, object?> given)
    {
        var values = new Dictionary<string, object?>(given.Count);
        foreach (var (name, value) in given)
        {
            var field = model.Field(name);
            if (!field.Computed && name != "id") { values[name] = field.ToStored(value); }
        }
        return values;
    }

    private static void Put(Session session, Table table, Record record, Dictionary<string, object?> values)
    {
        foreach (var (name, value) in values) { session.Store.Set(table, record, name, value); }
        session.Store.Set(table, record, "write_uid", values.GetValueOrDefault("write_uid") ?? session.UserId);
        session.Store.Set(table, record, "write_date", values.GetValueOrDefault("write_date") ?? session.Now);
        session.Store.Touch(record);
    }

    private static void CheckRequired(Model model, Record record)
    {
        foreach (var field in model.Fields)
        {
            if (field is { Required: true, Computed: false } && record[field.Name] is null && !field.IsNumber)
            {
                throw DatabaseRefusal.MissingValue(model, field);
            }
        }
    }
}
