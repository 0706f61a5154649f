using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.Connections;

/// <summary>16 and 19 play by their source: these tests show that GrantSync follows that, not that a server does.</summary>
public sealed class VersionTests(TestDatabase database)
{
    [Theory]
    [InlineData(16)]
    [InlineData(19)]
    public async Task An_unproved_version_works_with_a_warning_and_a_budget_arrives(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        var report = await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));
        Assert.True(report.Works);
        Assert.Contains("not proved", Assert.Single(report.Steps, s => s.Name == "Version").Sentence, StringComparison.Ordinal);

        await organisation.Sync();
        var budget = await organisation.Budget();
        Assert.Equal(budget.Progress.Total, budget.Progress.InOdoo);
        Assert.Equal(7, organisation.InOdoo("account.analytic.account").Count);
        Assert.Single(organisation.InOdoo("project.project"));
        Assert.Equal(3, organisation.Sandbox.Odoo.Records(version == 16 ? "crossovered.budget.lines" : "budget.line").Count);
        Assert.Equal(Pill.Green, (await organisation.Expect(new PingNow(organisation.Tenant))).Pill);
    }

    [Fact]
    public async Task In_16_our_plans_belong_to_no_company_and_make_no_columns()
    {
        await using var organisation = await Organisation.Start(database, 16);
        await organisation.Sync();

        var plans = organisation.Sandbox.Odoo.Records("account.analytic.plan").Where(p => p.ExternalId!.StartsWith("grantsync_", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, plans.Count);
        Assert.All(plans, plan => Assert.Null(plan.Reference("company_id")));
    }

    [Theory]
    [InlineData("15.0", false, "works with Odoo 16 to 19")]
    [InlineData("20.0", true, "newer than what GrantSync knows")]
    public async Task A_version_that_is_too_old_is_refused_and_a_newer_one_warned_of(string version, bool works, string words)
    {
        await using var organisation = await Organisation.Start(database, version == "20.0" ? 19 : 17, connect: false);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.VersionChanged) { Version = version });
        var report = await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));
        Assert.Equal(works, report.Works);
        Assert.Contains(words, Assert.Single(report.Steps, s => s.Name == "Version").Sentence, StringComparison.Ordinal);
    }
}
