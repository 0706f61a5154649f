using GrantSync.Application.Sync;
using GrantSync.Chaos.Commands;
using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Tests;

/// <summary>Checks that can fail: with each guard of the engine taken out, the same simulation must find the fault.</summary>
public sealed class GuardTests(ScratchServer server)
{
    private const int Seeds = 12;

    [Theory]
    [InlineData(nameof(Guards.Fence))]
    [InlineData(nameof(Guards.OneExternalId))]
    [InlineData(nameof(Guards.RevisionOrder))]
    [InlineData(nameof(Guards.ReadFirst))]
    public async Task Without_the_guard_the_fault_is_found(string guard)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var report = await SeededRun.Of(new SimulationOptions { Seed = seed, Writes = 6_000, LargestAct = 8, Guards = SimulateCommand.Without(guard), Faults = SimulateCommand.Faults(guard, lateSends: false) }, server.Databases);
            if (report.Violation is { } found)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"without {guard}, seed {seed}, after {report.Writes} writes: {found}");
                return;
            }
        }

        Assert.Fail($"Without {guard} nothing was found in {Seeds} seeds: the simulation proves nothing about it.");
    }
}
