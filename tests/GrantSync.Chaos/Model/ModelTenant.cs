using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Model;

/// <summary>One tenant of a world: its edits, its Odoo, and what was seen of it.</summary>
internal sealed class ModelTenant
{
    public ModelTenant(string name, Chance chance, CommittedRows log, Func<string, string, Task> standStill)
    {
        Name = name;
        Odoo = new ModelOdoo(Accepted);
        AtWork = new CallsAtWork(Odoo, chance);
        Log = log;
        StandStill = where => standStill(where, name);
    }

    public string Name { get; }

    public string Prefix => $"grantsync_{Name}";

    public AcceptedEdits Accepted { get; } = new();

    public ModelOdoo Odoo { get; }

    public CallsAtWork AtWork { get; }

    public CommittedRows Log { get; }

    /// <summary>Where a worker may stand still inside a call.</summary>
    public Func<string, Task> StandStill { get; }

    /// <summary>Calls handed to the network, whether they arrived or not.</summary>
    public long CallsSeen { get; set; }
}
