using System.Collections;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox.Methods;

/// <summary>The methods that a model answers over execute_kw.</summary>
internal static class ModelMethods
{
    public static object? Call(Session session, string modelName, string method, Arguments arguments)
    {
        var table = session.Store.Table(modelName);
        var model = table.Model;
        // recording 088
        if (method.StartsWith('_')) { throw OdooFault.Access($"Private methods (such as {method}) cannot be called remotely."); }

        return (modelName, method) switch
        {
            (_, "search") => Ids(session.Search(table, arguments.List(0, "domain"), arguments.Text(3, "order"),
                arguments.Number(1, "offset"), arguments.Limit(2))),
            (_, "search_count") => SearchCount(session, table, arguments),
            (_, "search_read") => SearchRead(session, table, arguments),
            (_, "read") => session.Read(table, Writing.Existing(session, table, arguments.Ids(0, "ids")),
                arguments.OptionalList(1, "fields")),
            (_, "read_group") => ReadGroup.Of(session, table, arguments.List(0, "domain"), arguments.List(1, "fields"),
                AsList(arguments.Get(2, "groupby")),
                arguments.Get(6, "lazy") is not false, arguments.Text(5, "orderby"), arguments.Number(3, "offset"), arguments.Limit(4)),
            (_, "name_search") => NameSearch(session, table, arguments),
            (_, "exists") => arguments.Ids(0, "ids").Where(id => table.Find(id) is not null).Cast<object>().ToList(),
            (_, "fields_get") => session.Describe(model, arguments.OptionalList(0, "allfields"), arguments.OptionalList(1, "attributes")),
            (_, "create") => Create(session, modelName, arguments),
            (_, "write") => Write(session, modelName, arguments),
            (_, "unlink") => Unlink(session, modelName, arguments),
            (_, "load") => new Loading(session, table).Load(arguments.List(0, "fields"), arguments.List(1, "data")),
            // deprecated from 18 on; odoo/odoo pull request 226551 removes it behind 19.0
            (_, "check_access_rights") when session.Store.Version <= 18 => CheckAccessRights(session, model, arguments),
            (_, "has_access") when session.Store.Version >= 18 => session.May(modelName, arguments.Text(1, "operation") ?? "read"),
            ("res.users", "has_group") => UserMethods.HasGroup(session, arguments),
            ("res.users", "context_get") => UserMethods.ContextGet(session),
            ("res.lang", "get_installed") =>
                session.Store.Table("res.lang").Records.Where(language => language.Is("active"))
                    .Select(language => new object?[] { language["code"], language["name"] }).ToList(),
            ("ir.model.data", "check_object_reference") => CheckObjectReference(session, arguments),
            _ => throw OdooFault.Traceback($"AttributeError: The method '{method}' does not exist on the model '{modelName}'"),
        };
    }

    private static List<object?> SearchRead(Session session, Table table, Arguments arguments)
    {
        var (domain, order) = (arguments.List(0, "domain"), arguments.Text(4, "order"));
        var found = session.Search(table, domain, order, arguments.Number(2, "offset"), arguments.Limit(3));
        return session.Read(table, found, arguments.OptionalList(1, "fields"));
    }

    private static int SearchCount(Session session, Table table, Arguments arguments)
    {
        session.Require(table.Model, "read");
        return session.Matching(table, arguments.List(0, "domain")).Count();
    }

    private static List<object> NameSearch(Session session, Table table, Arguments arguments)
    {
        var domain = arguments.List(1, "args");
        var found = session.Search(table, domain).Select(record => (record.Id, Name: session.DisplayName(table, record)));
        var name = arguments.Text(0, "name") ?? "";
        var isExact = arguments.Text(2, "operator") is "=";
        return [.. found.Where(one => isExact ? one.Name == name : one.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .Take(arguments.Limit(3) ?? 100).Select(one => new object[] { one.Id, one.Name })];
    }

    /// <summary>A list of records gives a list of ids (recording 055), one gives one.</summary>
    private static object Create(Session session, string model, Arguments arguments) => arguments.Get(0, "vals_list") is IList several
        ? several.Cast<IReadOnlyDictionary<string, object?>>().Select(values => (object)session.Create(model, values).Id).ToList()
        : session.Create(model, arguments.Values(0, "vals_list")).Id;

    private static bool Write(Session session, string model, Arguments arguments)
    {
        session.Write(model, arguments.Ids(0, "ids"), arguments.Values(1, "vals"));
        return true;
    }

    private static bool Unlink(Session session, string model, Arguments arguments)
    {
        session.Unlink(model, arguments.Ids(0, "ids"));
        return true;
    }

    private static bool CheckAccessRights(Session session, Model model, Arguments arguments)
    {
        var operation = arguments.Text(0, "operation") ?? "read";
        if (arguments.Get(1, "raise_exception") is not false) { session.Require(model, operation); }
        return session.May(model.Name, operation);
    }

    /// <summary>
    /// How a sender learns what a lost answer said. It searches like any user, so an archived record answers [model, False]
    /// unless the context has active_test off (check_object_reference in Odoo's ir_model.py).
    /// </summary>
    private static object[] CheckObjectReference(Session session, Arguments arguments)
    {
        var externalId = $"{arguments.Text(0, "module")}.{arguments.Text(1, "xml_id")}";
        var known = session.Store.FindExternalId(externalId) ?? throw OdooFault.Traceback($"ValueError: External ID not found in the system: {externalId}");
        var (model, id) = (known.Text("model")!, known.Reference("res_id")!.Value);
        if (session.Search(session.Store.Table(model), new object?[] { new object?[] { "id", "=", id } }).Any()) { return [model, id]; }
        if (arguments.Get(2, "raise_on_access_error") is true)
        {
            throw OdooFault.Access($"Not enough access rights on the external ID '{externalId}'");
        }
        return [model, false];
    }

    private static List<object> Ids(IEnumerable<Record> records) => [.. records.Select(record => (object)record.Id)];

    private static IList AsList(object? value) => value as IList ?? (value is string one ? new object?[] { one } : Array.Empty<object?>());
}
