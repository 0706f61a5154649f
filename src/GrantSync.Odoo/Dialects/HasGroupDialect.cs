using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Dialects;

/// <summary>
/// <c>res.users.has_group</c> was a method of the model up to Odoo 17 and is one of the record from 18 on
/// (recordings 17.0/007 and 18.0/007).
/// </summary>
internal static class HasGroupDialect
{
    public static IReadOnlyList<XmlRpcValue> Args(int serverMajor, int uid, string group) =>
        OdooDialect.For(serverMajor).HasGroupNamesTheUser ? [XmlRpcValue.Array(uid), group] : [group];
}
