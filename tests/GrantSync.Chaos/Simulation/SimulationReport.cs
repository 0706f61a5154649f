using System.Globalization;

namespace GrantSync.Chaos.Simulation;

/// <summary>How a world ended.</summary>
/// <param name="Violation">What must never happen and did, or null.</param>
/// <param name="Latest">What happened before it, oldest first.</param>
internal sealed record SimulationReport(
    int Seed, int Writes, long Calls, TimeSpan Simulated, string Fingerprint, IReadOnlyDictionary<string, int> Struck, string? Violation, IReadOnlyCollection<string> Latest)
{
    public int Faults => Struck.Values.Sum();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {Writes} writes, {Calls} calls, {Faults} faults, {Simulated.TotalHours:0.0} h of simulated time, fingerprint {Fingerprint}{(Violation is null ? "" : $"\nVIOLATION (seed {Seed}): {Violation}\n  {string.Join("\n  ", Latest)}")}");
}
