using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Simulation;

/// <summary>One simulated world. The same options give the same run, step by step.</summary>
internal sealed record SimulationOptions
{
    public required int Seed { get; init; }

    /// <summary>Edits that are accepted before the world may end.</summary>
    public int Writes { get; init; } = 10_000;

    public int Tenants { get; init; } = 2;

    /// <summary>Workers beside each other; a killed one is followed by another.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Records a tenant: few, so that edits meet edits of the same record that are under way.</summary>
    public int RecordsATenant { get; init; } = 240;

    /// <summary>The most edits that one act of a user puts down.</summary>
    public int LargestAct { get; init; } = 60;

    /// <summary>After so many edits the faults rest, all settles, and the whole state is compared.</summary>
    public int WritesBetweenLooks { get; init; } = 2_500;

    public Guards Guards { get; init; } = new();

    public FaultRates Faults { get; init; } = new();

    /// <summary>Gets every step as it happens.</summary>
    public TextWriter? Trace { get; init; }
}
