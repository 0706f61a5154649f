using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>Who calls. Five wrong passwords in a row close the door for a minute, also to the right one.</summary>
internal sealed class Logins(Store store, TimeProvider clock)
{
    private const int Failures = 5;
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly HashSet<(int, string)> cached = [];
    private int failures;
    private DateTimeOffset lastFailure;

    /// <summary>`authenticate` answers False for every refusal, the cool-down included (recording 003).</summary>
    public object Authenticate(string login, string password, bool keyIsBad)
    {
        var user = store.Table("res.users").FindBy("login", login).FirstOrDefault(user => user.Is("active"));
        try { return Check(user, password, keyIsBad).Id; }
        catch (OdooFault) { return false; }
    }

    public Record User(int id, string password, bool keyIsBad)
    {
        lock (gate)
        {
            // Odoo remembers what it has checked, so a cool-down does not stop those who are in
            if (!keyIsBad && cached.Contains((id, password)) && store.Table("res.users").Find(id) is { } known
                && known.Text("password") == password)
            {
                return known;
            }
        }
        // recording 040
        var user = store.Table("res.users").Find(id) ?? throw OdooFault.Missing("res.users", id, id);
        return Check(user, password, keyIsBad);
    }

    private Record Check(Record? user, string password, bool keyIsBad)
    {
        lock (gate)
        {
            if (failures >= Failures && clock.GetUtcNow() - lastFailure < CoolDown)
            {
                throw OdooFault.AccessDenied("Too many login failures, please wait a bit before trying again.");
            }
            if (user is null || keyIsBad || !user.Is("active") || user.Text("password") != password)
            {
                failures++;
                lastFailure = clock.GetUtcNow();
                throw OdooFault.AccessDenied();
            }
            failures = 0;
            cached.Add((user.Id, password));
            return user;
        }
    }
}
