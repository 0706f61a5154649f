using System.Collections;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>`load`: rows by external id, all of them or none. What goes wrong with a row becomes a message about it.</summary>
internal sealed class Loading(Session session, Table table)
{
    private readonly List<object> ids = [];
    private readonly List<Dictionary<string, object?>> messages = [];
    private readonly List<LoadRow> batch = [];
    private readonly HashSet<string> batchedIds = [];

    public Dictionary<string, object?> Load(IList fields, IList rows)
    {
        var columns = fields.Cast<object?>().Select(field => LoadColumn.Of(table.Model, field as string ?? "")).ToList();
        var mark = session.Store.Mark;
        for (var index = 0; index < rows.Count; index++)
        {
            var cells = rows[index] as IList ?? throw OdooFault.Traceback("TypeError: 'str' object does not support item assignment");
            var row = new LoadConversion(session, table.Model, FlushFor).Convert(columns, cells, index, messages.Add);
            if (row.ExternalId is not null) { batchedIds.Add(row.ExternalId); }
            batch.Add(row);
        }
        Flush();

        var failed = messages.Exists(message => message["type"] is "error");
        if (failed) { session.Store.RollBackTo(mark); }
        return new Dictionary<string, object?> { ["ids"] = failed ? false : ids, ["messages"] = messages, ["nextrow"] = 0 };
    }

    /// <summary>A row may refer to an external id that an earlier row of the same call makes.</summary>
    private void FlushFor(string externalId)
    {
        if (batchedIds.Contains(externalId)) { Flush(); }
    }

    private void Flush()
    {
        var rows = batch.ToList();
        batch.Clear();
        batchedIds.Clear();
        if (rows.Count == 0 || SaveTogether(rows, out var aboutAll)) { return; }
        SaveOneByOne(rows, aboutAll);
    }

    private bool SaveTogether(List<LoadRow> rows, out Dictionary<string, object?>? aboutAll)
    {
        aboutAll = null;
        try
        {
            ids.AddRange(session.Store.Savepoint(() => rows.ConvertAll(row => (object)Save(row))));
            return true;
        }
        catch (OdooFault refusal) when (refusal.IsUserError)
        {
            // whichever row it was, Odoo files it under the first one
            aboutAll = rows[0].Message("error", refusal.Message);
            return false;
        }
        catch (DatabaseRefusal)
        {
            return false;
        }
    }

    private void SaveOneByOne(List<LoadRow> rows, Dictionary<string, object?>? aboutAll)
    {
        var errors = 0;
        for (var number = 1; number <= rows.Count; number++)
        {
            var row = rows[number - 1];
            try
            {
                ids.Add(session.Store.Savepoint(() => Save(row)));
            }
            catch (DatabaseRefusal refusal)
            {
                messages.Add(row.Message("error", refusal.Message, refusal.Field));
                errors++;
            }
            catch (OdooFault refusal)
            {
                messages.Add(row.Message("error", refusal.Message));
                errors++;
            }
            if (errors >= 10 && errors >= number / 10.0)
            {
                messages.Add(new Dictionary<string, object?>
                {
                    ["type"] = "warning",
                    ["message"] = "Found more than 10 errors and more than one error per 10 records, interrupted to avoid showing too many errors.",
                });
                break;
            }
        }
        if (errors > 0 && aboutAll is not null && !messages.Exists(message => LoadRow.IsSame(message, aboutAll)))
        {
            messages.Insert(0, aboutAll);
        }
    }

    private int Save(LoadRow row)
    {
        if (session.MustNotSerialise && row.Index == 0) { throw DatabaseRefusal.Serialisation(); }
        if (row.ExternalId is null)
        {
            return row.DatabaseId is { } given ? Update(given, row) : session.Create(table.Model.Name, row.Values).Id;
        }

        var known = session.Store.FindExternalId(row.ExternalId);
        if (known is not null && known.Version > session.Snapshot) { return SaveUnseen(row); }
        if (known is null) { return Create(row); }
        if (known.Text("model") != table.Model.Name)
        {
            throw OdooFault.User($"For external id {row.ExternalId} when trying to create/update a record of model {table.Model.Name} found record of different model {known.Text("model")} ({known.Id})");
        }
        return Update(known.Reference("res_id")!.Value, row);
    }

    /// <summary>Another call made this external id after ours began: recordings 091-094. At READ COMMITTED there are two records then.</summary>
    private int SaveUnseen(LoadRow row)
    {
        if (session.ReadCommitted) { return Create(row); }
        session.Create(table.Model.Name, row.Values);
        throw DatabaseRefusal.Serialisation();
    }

    private int Create(LoadRow row)
    {
        var record = session.Create(table.Model.Name, row.Values);
        session.Store.SetExternalId(row.ExternalId!, table.Model.Name, record.Id);
        return record.Id;
    }

    private int Update(int id, LoadRow row)
    {
        if (!session.ReadCommitted && table.Find(id) is { } record && record.Version > session.Snapshot
            && record.Version <= session.Store.Commits)
        {
            throw DatabaseRefusal.Serialisation();
        }
        session.Write(table.Model.Name, [id], row.Values);
        return id;
    }
}
