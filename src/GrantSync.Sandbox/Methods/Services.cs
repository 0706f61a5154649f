using System.Collections;
using GrantSync.Sandbox.Http;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>The two services of the XML-RPC interface: `common` and `object`.</summary>
internal sealed class Services(Store store, SandboxOptions options)
{
    private readonly Logins logins = new(store, options.Clock);

    public object? Common(string method, IReadOnlyList<object?> parameters, IReadOnlyList<Fault> faults, CallReport report)
    {
        switch (method)
        {
            case "version":
                return Version(faults.LastOrDefault(fault => fault.Kind == FaultKind.VersionChanged)?.Version ?? $"{options.Version}.0");
            case "authenticate" or "login" when parameters.Count >= 3:
                RequireDatabase(parameters[0]);
                report.User = parameters[1] as string ?? "";
                lock (store.Gate) { return logins.Authenticate(report.User, parameters[2] as string ?? "", KeyIsBad(faults)); }
            default:
                throw OdooFault.Traceback($"KeyError: 'exp_{method}'");
        }
    }

    public object? Object(string method, IReadOnlyList<object?> parameters, IReadOnlyList<Fault> faults, long snapshot, CallReport report)
    {
        if (method is not ("execute_kw" or "execute") || parameters.Count < 5)
        {
            throw OdooFault.Traceback($"NameError: Method not available {method}");
        }
        RequireDatabase(parameters[0]);
        IList positional = method == "execute"
            ? parameters.Skip(5).ToList()
            : parameters.ElementAtOrDefault(5) as IList ?? Array.Empty<object?>();
        var named = method == "execute_kw" ? parameters.ElementAtOrDefault(6) as IReadOnlyDictionary<string, object?> : null;
        var arguments = new Arguments(positional, named ?? new Dictionary<string, object?>());

        try
        {
            report.Rows = RowCount(report.Method, arguments, answer: null);
            var (result, wrote) = store.Transact(() =>
            {
                var user = logins.User(parameters[1] as int? ?? 0, parameters[2] as string ?? "", KeyIsBad(faults));
                report.User = user.Text("login") ?? "";
                var session = new Session(store, user, options.Clock.GetUtcNow())
                {
                    Context = arguments.Context,
                    Snapshot = snapshot,
                    ReadCommitted = faults.Any(fault => fault.Kind == FaultKind.ReadCommitted),
                    MustNotSerialise = faults.Any(fault => fault.Kind == FaultKind.Serialisation),
                    LostGroups = LostGroups(faults),
                };
                var answer = ModelMethods.Call(session, report.Model, report.Method, arguments);
                report.Rows = RowCount(report.Method, arguments, answer);
                return answer;
            });
            report.Committed = wrote;
            return result;
        }
        catch (DatabaseRefusal refusal)
        {
            throw OdooFault.User(refusal.FaultText);
        }
    }

    private static Dictionary<string, object?> Version(string version)
    {
        var major = int.Parse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        return new Dictionary<string, object?>
        {
            ["server_version"] = version,
            ["server_version_info"] = new object[] { major, 0, 0, "final", 0, "" },
            ["server_serie"] = version,
            ["protocol_version"] = 1,
        };
    }

    /// <summary>Recording 004.</summary>
    private void RequireDatabase(object? name)
    {
        if (name as string == options.Database) { return; }
        throw OdooFault.Traceback($"psycopg2.OperationalError: connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"{name}\" does not exist\n");
    }

    private static bool KeyIsBad(IReadOnlyList<Fault> faults) => faults.Any(fault => fault.Kind == FaultKind.BadKey);

    private static HashSet<string> LostGroups(IReadOnlyList<Fault> faults)
    {
        string[] all = ["analytic.group_analytic_accounting", "account.group_account_user", "account.group_account_invoice",
            "account.group_account_readonly", "account.group_account_manager", "project.group_project_manager"];
        return [.. faults.Where(fault => fault.Kind == FaultKind.AccessRemoved)
            .SelectMany(fault => fault.Group is { } group ? [group] : all)];
    }

    private static int RowCount(string method, Arguments arguments, object? answer) => method switch
    {
        "load" => arguments.List(1, "data").Count,
        "create" => arguments.Get(0, "vals_list") is IList several ? several.Count : 1,
        "write" or "unlink" => arguments.Ids(0, "ids").Count,
        "fields_get" => 0,
        _ => answer is IList rows ? rows.Count : 0,
    };
}
