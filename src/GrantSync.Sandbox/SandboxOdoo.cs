using GrantSync.Sandbox.Http;
using GrantSync.Sandbox.Methods;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Seeds;

namespace GrantSync.Sandbox;

/// <summary>The records behind the server, for tests to look at and to change as a bookkeeper would.</summary>
public sealed class SandboxOdoo
{
    private const int KeptCalls = 10_000;

    private readonly LinkedList<SandboxCall> calls = [];
    private readonly TimeProvider clock;
    private long callNumber;

    internal SandboxOdoo(SandboxOptions options)
    {
        clock = options.Clock;
        Store = new Store(options.Version, options.Budgets);
        if (options.DataFile is { } file && File.Exists(file)) { DataFile.Load(Store, file); }
        else { (options.Seed ?? DemoSeed.Fill)(this); }
    }

    public int Version => Store.Version;

    internal Store Store { get; }

    /// <summary>After every commit.</summary>
    internal event Action? Wrote;

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<SandboxCall> Calls
    {
        get { lock (calls) { return [.. calls]; } }
    }

    /// <summary>All records of a model, archived ones too, by id.</summary>
    public IReadOnlyList<SandboxRecord> Records(string model)
    {
        lock (Store.Gate) { return [.. Store.Table(model).Records.Select(record => Copy(model, record))]; }
    }

    public SandboxRecord? Find(string model, int id)
    {
        lock (Store.Gate) { return Store.Table(model).Find(id) is { } record ? Copy(model, record) : null; }
    }

    public SandboxRecord? FindExternal(string externalId)
    {
        lock (Store.Gate)
        {
            return Store.FindExternalId(externalId) is { } known ? Find(known.Text("model")!, known.Reference("res_id")!.Value) : null;
        }
    }

    public int Create(string model, Dictionary<string, object?> values, string? externalId = null, int? id = null) => Work(session =>
    {
        var record = session.Create(model, values, id);
        if (externalId is not null) { Store.SetExternalId(externalId, model, record.Id); }
        return record.Id;
    });

    public void Edit(string model, int id, IReadOnlyDictionary<string, object?> values) => Work(session =>
    {
        session.Write(model, [id], values);
        return id;
    });

    public void Delete(string model, int id) => Work(session =>
    {
        session.Unlink(model, [id]);
        return id;
    });

    public void DeletePlan(int id) => Work(session =>
    {
        Bookkeeper.DeletePlan(session, id);
        return id;
    });

    /// <summary>A vendor bill with its analytic lines; answers the entry's id.</summary>
    public int Post(SandboxBill bill) => Work(session => Bills.Post(session, bill));

    /// <summary>The password is accepted as an API key too, as in Odoo.</summary>
    public int CreateUser(string name, string login, string? password, IEnumerable<string> groups, int company = 1, int? id = null) =>
        Work(session =>
    {
        var user = session.Create(
            "res.users",
            new Dictionary<string, object?>
            {
                ["name"] = name,
                ["login"] = login,
                ["active"] = true,
                ["lang"] = "en_US",
                ["company_id"] = company,
                ["company_ids"] = Store.Table("res.company").Records.Select(one => (object)one.Id).ToList(),
            },
            id);
        Store.Set(Store.Table("res.users"), user, "password", password);
        Store.Set(Store.Table("res.users"), user, "groups", string.Join(' ', groups));
        return user.Id;
    });

    public void SetGroups(string login, IEnumerable<string> groups) => Work(session =>
    {
        var users = Store.Table("res.users");
        Store.Set(users, users.FindBy("login", login)[0], "groups", string.Join(' ', groups));
        return 0;
    });

    internal void Record(CallReport report, TimeSpan took)
    {
        lock (calls)
        {
            calls.AddLast(new SandboxCall(++callNumber, clock.GetUtcNow(), report.Model, report.Method, report.User, report.Rows,
                report.Answered, report.Committed, report.Outcome, Math.Round(took.TotalMilliseconds, 1)));
            if (calls.Count > KeptCalls) { calls.RemoveFirst(); }
        }
    }

    internal void Changed() => Wrote?.Invoke();

    private int Work(Func<Session, int> work)
    {
        var session = new Session(Store, Session.Superuser(1), clock.GetUtcNow());
        var (result, wrote) = Store.Transact(() => work(session));
        if (wrote) { Changed(); }
        return result;
    }

    private SandboxRecord Copy(string model, Record record) => new(
        model,
        record.Id,
        Store.ExternalIdOf(model, record.Id),
        record.Values.Where(value => value.Key != "password").ToDictionary());
}
