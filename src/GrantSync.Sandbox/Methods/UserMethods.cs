using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

internal static class UserMethods
{
    /// <summary>Recordings 007-010: the method of the model up to 17 became a method of the user in 18.</summary>
    public static bool HasGroup(Session session, Arguments arguments)
    {
        var isMethodOfUser = session.Store.Version >= 18;
        if (arguments.Count != (isMethodOfUser ? 2 : 1))
        {
            throw OdooFault.Traceback(isMethodOfUser
                ? "TypeError: ResUsers.has_group() missing 1 required positional argument: 'group_ext_id'"
                : "TypeError: Users.has_group() takes 2 positional arguments but 3 were given");
        }
        var group = arguments.Text(isMethodOfUser ? 1 : 0, "group_ext_id") ?? "";
        var user = isMethodOfUser && arguments.Ids(0, "ids") is [var other] && other != session.UserId
            ? session.Store.Table("res.users").Find(other) ?? throw OdooFault.Missing("res.users", other, session.UserId)
            : session.User;
        return user == session.User ? session.Groups.Contains(group) : new Session(session.Store, user, default).Groups.Contains(group);
    }

    public static Dictionary<string, object?> ContextGet(Session session) => new()
    {
        ["lang"] = session.User["lang"] ?? "en_US",
        ["tz"] = session.User["tz"] ?? false,
        ["uid"] = session.UserId,
    };
}
