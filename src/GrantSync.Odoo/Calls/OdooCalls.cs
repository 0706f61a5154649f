using System.Globalization;
using GrantSync.Odoo.Dialects;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>Every call that this library can make, with how its answer and its faults are read.</summary>
public static class OdooCalls
{
    /// <summary>What the server is. Needs no login.</summary>
    public static OdooCall<OdooVersion> Version() => new("common", "", "version", Answers.Version);

    /// <summary>
    /// The user id of the connection's user and key. Odoo answers False, not a fault, to a bad key, which gives
    /// <see cref="OutcomeKind.Credentials"/>; five failures start a cool-down of 60 s. An unknown database gives
    /// <see cref="OutcomeKind.ServerError"/> (fault 1).
    /// </summary>
    public static OdooCall<int> Authenticate() => new("common", "", "authenticate", Answers.UserId);

    /// <summary>
    /// Creates what is new and updates what is there, by external id, in one transaction: all rows or none. The answer is their database
    /// ids in row order. Sending the same again gives the same ids.
    /// </summary>
    /// <param name="model">One of the models that may be written.</param>
    /// <param name="fields">
    /// The columns; the first is <c>id</c>, the external id, or <c>.id</c>, the database id of a record that is there already. A parent is
    /// <c>plan_id/id</c> or <c>company_id/.id</c>.
    /// </param>
    /// <param name="rows">One value a column. Odoo's import expects text here: <c>""</c> for empty, <c>"64"</c> for a database id.</param>
    /// <param name="ctx">How Odoo should see the call.</param>
    /// <param name="sendBefore">See <see cref="OdooCall{T}.SendBefore"/>.</param>
    /// <remarks>
    /// Bad rows, missing rights and concurrent updates all come back as messages, not as faults: <see cref="OutcomeKind.Refused"/> with
    /// the rows, or <see cref="OutcomeKind.Busy"/> when a concurrent update was the only trouble. Nothing is written then.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The first field is neither, a row's length differs, or a row by database id has none: Odoo would make a record for it.
    /// </exception>
    public static OdooCall<IReadOnlyList<int>> Load(
        string model, IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<XmlRpcValue>> rows, OdooContext? ctx = null, DateTimeOffset? sendBefore = null)
    {
        if (fields is not ["id" or ".id", ..] || fields.Skip(1).Any(field => field is "id" or ".id"))
        {
            throw new ArgumentException("The first field, and no other, is the external id 'id' or the database id '.id'.", nameof(fields));
        }
        if (rows.Any(row => row.Count != fields.Count)) { throw new ArgumentException("A row has not one value a field.", nameof(rows)); }
        if (fields[0] == ".id" && rows.Any(row => !int.TryParse(row[0].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0))
        {
            throw new ArgumentException("A row has no database id.", nameof(rows));
        }
        return new("object", model, "load", answer => LoadAnswer.Read(answer, rows.Count))
        {
            Args = [XmlRpcValue.Texts(fields), XmlRpcValue.Array([.. rows.Select(XmlRpcValue.Array)])],
            Kwargs = Named(ctx),
            Writes = true,
            SendBefore = sendBefore,
        };
    }

    /// <summary>Records and the named fields of each. <see cref="OutcomeKind.Missing"/> when the database has no such model.</summary>
    /// <param name="model">One of the models that may be read.</param>
    /// <param name="domain">Which records.</param>
    /// <param name="fields">Which fields; <c>id</c> always comes along.</param>
    /// <param name="limit">The most records; 0 for no limit.</param>
    /// <param name="order">Such as <c>date_maturity, id</c>; empty for the model's own order.</param>
    /// <param name="ctx">How Odoo should see the call.</param>
    public static OdooCall<IReadOnlyList<OdooRecord>> SearchRead(
        string model, OdooDomain domain, IReadOnlyList<string> fields, int limit, string order = "id", OdooContext? ctx = null)
    {
        var named = new List<KeyValuePair<string, XmlRpcValue>> { new("fields", XmlRpcValue.Texts(fields)) };
        if (order.Length > 0) { named.Add(new("order", order)); }
        if (limit > 0) { named.Add(new("limit", limit)); }
        return new("object", model, "search_read", Answers.Records) { Args = [domain.ToValue()], Kwargs = [.. named, .. Named(ctx)] };
    }

    /// <summary>How many records the user may see. <see cref="OutcomeKind.Missing"/> when the database has no such model.</summary>
    public static OdooCall<int> SearchCount(string model, OdooDomain domain, OdooContext? ctx = null) =>
        new("object", model, "search_count", Answers.Number) { Args = [domain.ToValue()], Kwargs = Named(ctx) };

    /// <summary>
    /// Sums that Odoo makes itself: a row for each combination of what is grouped by, with the sums under their fields' names and the number
    /// of records as <c>__count</c> (recording 077). The rows are no records and have no id.
    /// </summary>
    /// <param name="model">A model that may be summed.</param>
    /// <param name="domain">Which records.</param>
    /// <param name="sums">Such as <c>amount:sum</c>.</param>
    /// <param name="groupBy">The fields to group by.</param>
    public static OdooCall<IReadOnlyList<OdooRecord>> ReadGroup(string model, OdooDomain domain, IReadOnlyList<string> sums, IReadOnlyList<string> groupBy) =>
        new("object", model, "read_group", Answers.Records)
        {
            Args = [domain.ToValue(), XmlRpcValue.Texts(sums), XmlRpcValue.Texts(groupBy)],
            Kwargs = [new("lazy", false)],
        };

    /// <summary>The model's fields by name. <see cref="OutcomeKind.Missing"/> when the database has no such model.</summary>
    public static OdooCall<IReadOnlyDictionary<string, OdooField>> FieldsGet(string model) =>
        new("object", model, "fields_get", Answers.Fields)
        {
            Args = [XmlRpcValue.Array()],
            Kwargs = [new("attributes", XmlRpcValue.Array("type", "string", "relation", "required", "readonly"))],
        };

    /// <summary>
    /// The record behind the external id <c>module.name</c>; <see cref="OutcomeKind.Missing"/> when there is none. Open to every user,
    /// unlike <c>ir.model.data</c> itself: this is how the outcome of a lost answer is read.
    /// </summary>
    public static OdooCall<ExternalReference> CheckObjectReference(string module, string name) =>
        new("object", "ir.model.data", "check_object_reference", Answers.Reference)
        {
            Args = [module, name],
            // without it Odoo answers [model, False] for an archived record (seen in its source, 17 and 18)
            Kwargs = Named(new OdooContext { ActiveTest = false }),
            FaultRule = MissingExternalId.Rule,
        };

    /// <summary>Whether the user may do it to the model: <c>read</c>, <c>write</c>, <c>create</c>, <c>unlink</c>.</summary>
    public static OdooCall<bool> CheckAccessRights(string model, string operation, OdooDialect? dialect = null) => dialect is { HasAccessMethod: true }
        ? new("object", model, "has_access", Answers.Truth) { Args = [XmlRpcValue.Array(), operation] }
        : new("object", model, "check_access_rights", Answers.Truth)
        {
            Args = [operation],
            Kwargs = [new("raise_exception", false)],
        };

    /// <summary>Whether the user is in a group.</summary>
    /// <param name="uid">The connected user's own id.</param>
    /// <param name="serverMajor">From <see cref="Version"/>: the call differs from 18 on.</param>
    /// <param name="group">The group's external id, such as <c>account.group_account_user</c>.</param>
    public static OdooCall<bool> HasGroup(int uid, int serverMajor, string group) =>
        new("object", "res.users", "has_group", Answers.Truth) { Args = HasGroupDialect.Args(serverMajor, uid, group) };

    /// <summary>The connected user's language and time zone; also the cheapest call that needs a good key.</summary>
    public static OdooCall<OdooUserContext> ContextGet() => new("object", "res.users", "context_get", Answers.UserContext);

    private static IReadOnlyList<KeyValuePair<string, XmlRpcValue>> Named(OdooContext? ctx) =>
        ctx?.ToValue() is { Members.Count: > 0 } context ? [new("context", context)] : [];
}
