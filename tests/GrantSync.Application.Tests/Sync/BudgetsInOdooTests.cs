using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Health;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using GrantSync.Application.Units;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

public sealed class BudgetsInOdooTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Each_project_has_one_budget_with_one_line_a_detail_line(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        await organisation.Sync();

        var budget = Assert.Single(Budgets(organisation));
        Assert.Equal("ETH-EUX-CVP Civic voices CVP", budget.Text("name"));
        Assert.Equal(("2026-01-01", "2028-12-31", 1), (budget.Text("date_from"), budget.Text("date_to"), budget.Reference("company_id")));
        Assert.StartsWith($"grantsync_{organisation.Tenant}.project_budget_", budget.ExternalId, StringComparison.Ordinal);
        var lines = Lines(organisation);
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Equal(version == 17 ? -21 : 21, Amount(line)));
        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Equal(LineState.InOdoo, Assert.Single(view.Projects).Budget!.State);
    }

    [Fact]
    public async Task In_18_a_line_tags_project_category_and_detail_at_once_and_in_17_the_detail_alone()
    {
        await using var eighteen = await Organisation.Start(database, 18, budgets: true);
        await eighteen.Sync();
        var view = await eighteen.Budget();
        var category = view.Categories.First(c => c.Lines.Count > 0);
        var plans = eighteen.Sandbox.Odoo.Records("account.analytic.plan");
        var (categoryPlan, detailPlan) = (plans.Single(p => p.Text("name") == "Donor budget line").Id, plans.Single(p => p.Text("name") == "Donor budget detail").Id);
        var line = Assert.Single(Lines(eighteen), l => l.Reference($"x_plan{detailPlan}_id") == category.Lines[0].State.OdooId);
        Assert.Equal(category.State.OdooId, line.Reference($"x_plan{categoryPlan}_id"));
        Assert.Equal(view.Projects[0].Account.OdooId, line.Reference("account_id"));

        await using var seventeen = await Organisation.Start(database, 17, budgets: true);
        await seventeen.Sync();
        var details = (await seventeen.Budget()).Categories.SelectMany(c => c.Lines).Select(l => l.State.OdooId).Order();
        Assert.Equal(details, Lines(seventeen).Select(l => l.Reference("analytic_account_id")).Order());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Without_budgets_in_odoo_the_connection_says_so_and_everything_else_works(int version)
    {
        await using var organisation = await Organisation.Start(database, version);
        var receipt = await organisation.Sync();

        Assert.Null(receipt.NoBudget);
        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Null(Assert.Single(view.Projects).Budget);
        Assert.Null((await organisation.Expect(new ReadConnection()))!.BudgetModel);
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Calls, call => call.Method == "load" && call.Model.Contains("budget", StringComparison.Ordinal));
        var report = await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));
        Assert.Contains(report.Steps, step => step is { Name: "Budgets", Ok: true } && step.Sentence.Contains("has no budgets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Syncing_twice_writes_no_budget_twice_and_an_edit_writes_its_line_alone()
    {
        await using var organisation = await Organisation.Start(database, budgets: true);
        await organisation.Sync();
        Assert.Equal(0, (await organisation.Sync()).PutDown);

        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
        await organisation.Expect(new EditBudget(organisation.GrantId, [PushTests.Edit(line) with { UnitValue = "99.99" }]));
        Assert.Equal(1, (await organisation.Sync()).PutDown);

        Assert.Equal(3, Lines(organisation).Count);
        Assert.Equal([21, 21, 199.98], Lines(organisation).Select(Amount).Order());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_removed_line_stays_in_the_budget_with_nothing_in_it(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        await organisation.Sync();
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();

        await organisation.Expect(new EditBudget(organisation.GrantId, [new LineEdit { Id = line.Id, SeenRevision = line.Revision, Remove = true }]));
        await organisation.Sync();

        Assert.Equal(3, Lines(organisation).Count);
        Assert.Single(Lines(organisation), l => Amount(l) == 0);
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Calls, call => call.Method == "unlink");
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Fact]
    public async Task Several_projects_share_each_line_to_the_cent_and_one_that_gives_up_its_part_stands_at_nothing()
    {
        await using var organisation = await Organisation.Start(database, budgets: true);
        var first = (await organisation.Budget()).Projects[0].Id;
        var second = await organisation.Expect(new SaveProject(null, organisation.GrantId, "Second", null, null));
        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(first, "20.01"), new(second, "42.99")]));
        await organisation.Sync();

        Assert.Equal(2, Budgets(organisation).Count);
        Assert.Equal(6, Lines(organisation).Count);
        Assert.Equal([20.01, 42.99], Totals(organisation));
        Assert.All((await organisation.Budget()).Categories.SelectMany(c => c.Lines), line => Assert.Equal(
            21, Lines(organisation).Where(l => l.ExternalId!.EndsWith($"_{line.Id}", StringComparison.Ordinal)).Sum(Amount), 6));

        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(first, "63.00"), new(second, "0")]));
        await organisation.Sync();
        Assert.Equal([0, 63], Totals(organisation));
        Assert.Equal(6, Lines(organisation).Count);
    }

    [Fact]
    public async Task A_budget_in_another_currency_than_the_companys_books_is_not_written_and_the_receipt_says_why()
    {
        await using var organisation = await Organisation.Start(database, budgets: true);
        var unit = Assert.Single(await organisation.Expect(new ListUnits()));
        await organisation.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 2, "GrantSync Kenya"));
        var receipt = await organisation.Sync();

        Assert.Contains("GrantSync Kenya keeps its books in KES", receipt.NoBudget, StringComparison.Ordinal);
        Assert.Equal(receipt.NoBudget, (await organisation.Budget()).Progress.NoBudget);
        Assert.Empty(Budgets(organisation));
        Assert.Single(organisation.InOdoo("project.project"));
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_lost_answer_about_a_budget_is_settled_by_reading(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        await organisation.Settle();
        foreach (var model in new[] { BudgetModel(version), LineModel(version) })
        {
            organisation.Sandbox.Faults.Add(new Fault(FaultKind.DropAnswer) { Model = model, Method = "load", Count = 1 });
        }

        await organisation.Sync();
        for (var n = 0; n < 3; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromSeconds(121));
            await organisation.Settle();
        }

        Assert.Single(Budgets(organisation));
        Assert.Equal(3, Lines(organisation).Count);
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
        Assert.Equal(1, organisation.Sandbox.Odoo.Calls.Count(c => c.Method == "load" && c.Model == LineModel(version)));
    }

    [Fact]
    public async Task A_user_without_the_right_to_budgets_syncs_everything_else()
    {
        await using var organisation = await Organisation.Start(database, budgets: true, connect: false);
        organisation.Sandbox.Odoo.SetGroups(
            "sync@example.org", ["base.group_user", "analytic.group_analytic_accounting", "project.group_project_manager"]);
        var report = (await organisation.Connect()).Value;
        Assert.True(report.Works);
        Assert.Contains(report.Steps, step => step.Sentence.Contains("may not write them", StringComparison.Ordinal));

        await organisation.Sync();
        Assert.Empty(Budgets(organisation));
        Assert.Single(organisation.InOdoo("project.project"));
    }

    /// <summary>Hashes of what was confirmed before budgets came are compared for ever: another text would write every record again.</summary>
    [Fact]
    public void The_payloads_of_accounts_and_projects_are_what_they_were()
    {
        Assert.Equal("""{"$type":"plan","Name":"P"}""", new WantedPlan("P").ToJson());
        Assert.Equal(
            """{"$type":"account","Code":"C","PlanExternalId":"x.plan_3","ExistingPlanId":null,"CompanyId":1,"Active":true,"Name":"N"}""",
            new WantedAccount("N", "C", "x.plan_3", null, 1, true).ToJson());
        Assert.Equal(
            """{"$type":"project","AccountExternalId":"x.a_1","CompanyId":1,"StartsOn":"2026-01-01","EndsOn":null,"Name":"N"}""",
            new WantedProject("N", "x.a_1", 1, new DateOnly(2026, 1, 1), null).ToJson());
    }

    [Fact]
    public async Task Budgets_that_come_to_an_odoo_are_found_by_the_daily_look_and_written_by_the_next_sync()
    {
        await using var organisation = await Organisation.Start(database, budgets: true);
        await organisation.Query(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.BudgetModel, (string?)null)));
        await organisation.Sync();
        await organisation.Expect(new PingNow(organisation.Tenant));
        Assert.Null((await organisation.Expect(new ReadConnection()))!.BudgetModel);

        organisation.Clock.Advance(TimeSpan.FromHours(25));
        await organisation.Expect(new PingNow(organisation.Tenant));
        Assert.Equal("budget.analytic", (await organisation.Expect(new ReadConnection()))!.BudgetModel);
        Assert.True((await organisation.Budget()).Progress.NotSynced > 0);
        await organisation.Sync();
        Assert.Single(Budgets(organisation));

        var calls = organisation.Sandbox.Odoo.Calls.Count(c => c.Model == "budget.analytic");
        await organisation.Expect(new PingNow(organisation.Tenant));
        Assert.Equal(calls, organisation.Sandbox.Odoo.Calls.Count(c => c.Model == "budget.analytic"));
    }

    private static IReadOnlyList<SandboxRecord> Budgets(Organisation organisation) => organisation.Sandbox.Odoo.Records(BudgetModel(organisation.Sandbox.Odoo.Version));

    private static IReadOnlyList<SandboxRecord> Lines(Organisation organisation) => organisation.Sandbox.Odoo.Records(LineModel(organisation.Sandbox.Odoo.Version));

    private static double[] Totals(Organisation organisation) =>
        [.. Lines(organisation).GroupBy(l => l.Reference("budget_analytic_id")).Select(g => Math.Round(g.Sum(Amount), 6)).Order()];

    private static double Amount(SandboxRecord line) => line.Number(line.Model == "budget.line" ? "budget_amount" : "planned_amount");

    private static string BudgetModel(int version) => version == 18 ? "budget.analytic" : "crossovered.budget";

    private static string LineModel(int version) => version == 18 ? "budget.line" : "crossovered.budget.lines";
}
