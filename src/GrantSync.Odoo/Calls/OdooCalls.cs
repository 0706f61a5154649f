using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>Every call that this library can make, with how its answer and its faults are read.</summary>
public static class OdooCalls
{
    /// <summary>What the server is. Needs no login.</summary>
    public static OdooCall<OdooVersion> Version() => throw new NotImplementedException();

    /// <summary>The user id. Odoo answers False, not a fault, to a bad key; that gives <see cref="OutcomeKind.Credentials"/>.</summary>
    public static OdooCall<int> Authenticate() => throw new NotImplementedException();

    /// <summary>Creates and updates by external id, all rows or none, and answers their ids in row order.</summary>
    public static OdooCall<IReadOnlyList<int>> Load(
        string model, IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<XmlRpcValue>> rows, OdooContext? ctx = null) =>
        throw new NotImplementedException();

    /// <summary>Records and the named fields of each.</summary>
    public static OdooCall<IReadOnlyList<OdooRecord>> SearchRead(
        string model, OdooDomain domain, IReadOnlyList<string> fields, int limit, string order = "id", OdooContext? ctx = null) =>
        throw new NotImplementedException();

    /// <summary>How many records.</summary>
    public static OdooCall<int> SearchCount(string model, OdooDomain domain, OdooContext? ctx = null) => throw new NotImplementedException();

    /// <summary>The model's fields by name.</summary>
    public static OdooCall<IReadOnlyDictionary<string, OdooField>> FieldsGet(string model) => throw new NotImplementedException();

    /// <summary>The record behind the external id <c>module.name</c>; <see cref="OutcomeKind.Missing"/> when there is none.</summary>
    public static OdooCall<ExternalReference> CheckObjectReference(string module, string name) => throw new NotImplementedException();

    /// <summary>Whether the user may do it: <c>read</c>, <c>write</c>, <c>create</c>, <c>unlink</c>.</summary>
    public static OdooCall<bool> CheckAccessRights(string model, string operation) => throw new NotImplementedException();

    /// <summary>Whether the user is in a group such as <c>account.group_account_user</c>.</summary>
    public static OdooCall<bool> HasGroup(int uid, int serverMajor, string group) => throw new NotImplementedException();

    /// <summary>The user's language and time zone.</summary>
    public static OdooCall<OdooUserContext> ContextGet() => throw new NotImplementedException();
}
