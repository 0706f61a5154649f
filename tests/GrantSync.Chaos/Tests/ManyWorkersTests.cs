using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Tests;

/// <summary>Workers beside each other, standing still past their leases as often as not.</summary>
public sealed class ManyWorkersTests(ScratchServer server)
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(16, 1)]
    [InlineData(2, 8)]
    [InlineData(16, 8)]
    public async Task No_edit_is_sent_twice_or_lost(int workers, int tenants)
    {
        var report = await SeededRun.Of(
            new SimulationOptions
            {
                Seed = (100 * workers) + tenants,
                Writes = 1_500,
                Workers = workers,
                Tenants = tenants,
                LargestAct = 20,
                Faults = new FaultRates { Pause = 150, LateSends = false },
            },
            server.Databases);

        Assert.True(report.Violation is null, report.ToString());
        Assert.True(report.Struck[nameof(FaultRates.Pause)] > 20, report.ToString());
    }
}
