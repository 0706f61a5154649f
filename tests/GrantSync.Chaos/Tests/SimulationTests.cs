using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Tests;

public sealed class SimulationTests(ScratchServer server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_thousand_writes_under_faults_at_every_step_arrive_once_and_only_once(bool lateSends)
    {
        var report = await SeededRun.Of(new SimulationOptions { Seed = 1, Writes = 10_000, Faults = new FaultRates { LateSends = lateSends } }, server.Databases);

        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.True(report.Violation is null, report.ToString());

        // a fault that never strikes proves nothing
        Assert.Equal(FaultRates.Names.Order(StringComparer.Ordinal), report.Struck.Keys);
    }

    [Fact]
    public async Task A_seed_replays_step_by_step()
    {
        var options = new SimulationOptions { Seed = 7, Writes = 1_000 };
        var first = await SeededRun.Of(options, server.Databases);
        var second = await SeededRun.Of(options, server.Databases);

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Struck, second.Struck);
    }
}
