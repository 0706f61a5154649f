using GrantSync.Chaos.Simulation;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Chaos.Model;

/// <summary>
/// The <c>load</c>s that have arrived and on which Odoo still works, though nobody may be listening any more. A second one for a record of
/// the first is a double send.
/// </summary>
internal sealed class CallsAtWork(ModelOdoo odoo, Chance chance)
{
    private readonly List<AtWork> calls = [];

    public bool None => calls.Count == 0;

    /// <summary>Odoo begins with a call, and will be done with it at <paramref name="until"/>.</summary>
    public AtWork Begin(string model, IReadOnlyList<XmlRpcValue> args, DateTimeOffset until, bool commits)
    {
        var fields = args[0].Items!.Select(f => f.Text).ToList();
        var nameAt = fields.IndexOf("name");
        var call = new AtWork(model, args, until, commits, [.. args[1].Items!.Select(row => EditName.Read(row.Items![nameAt].Text!).Record)]);
        if (calls.FirstOrDefault(other => other.Records.Overlaps(call.Records)) is { } first)
        {
            throw new ViolationException($"{call.Records.First(first.Records.Contains)} was sent while Odoo still worked on an earlier call with it.");
        }

        calls.Add(call);
        return call;
    }

    /// <summary>Odoo is done with the call: it commits, or not.</summary>
    public XmlRpcValue? End(AtWork call)
    {
        calls.Remove(call);
        return call.Commits ? odoo.Load(call.Model, call.Args) : (XmlRpcValue?)null;
    }

    /// <summary>Ends what Odoo has finished by now, in its order.</summary>
    public void CatchUp(DateTimeOffset now)
    {
        foreach (var call in calls.Where(c => c.Until <= now).OrderBy(c => c.Until).ToList())
        {
            chance.Tell($"Odoo ends a call that nobody waits for: {call.Records.Count} rows, {(call.Commits ? "committed" : "rolled back")}");
            End(call);
        }
    }

    internal sealed record AtWork(string Model, IReadOnlyList<XmlRpcValue> Args, DateTimeOffset Until, bool Commits, HashSet<string> Records);
}
