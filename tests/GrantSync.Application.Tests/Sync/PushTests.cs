using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.Sync;

public sealed class PushTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_budget_arrives_as_plans_accounts_and_a_project(int version)
    {
        await using var organisation = await Organisation.Start(database, version);
        await organisation.Sync();

        var plans = organisation.InOdoo("account.analytic.plan");
        Assert.Equal(["Donor budget detail", "Donor budget line"], plans.Values.Order());
        var accounts = organisation.InOdoo("account.analytic.account");
        Assert.Equal(3 + 3 + 1, accounts.Count);
        var project = Assert.Single(organisation.InOdoo("project.project"));
        Assert.Equal("Civic voices CVP", project.Value);

        var budget = await organisation.Budget();
        Assert.All(budget.Categories.SelectMany(c => c.Lines), line => Assert.Equal(LineState.InOdoo, line.State.State));
        Assert.Equal(budget.Progress.Total, budget.Progress.InOdoo);
        var line = budget.Categories.SelectMany(c => c.Lines).First();
        var account = organisation.Sandbox.Odoo.Find("account.analytic.account", line.State.OdooId!.Value)!;
        Assert.Equal(line.Description, account.Values["name"]);
        Assert.Equal(line.State.ExternalId, account.ExternalId);
    }

    [Fact]
    public async Task A_project_is_bound_to_its_account_in_the_units_company_and_shared_accounts_have_none()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();

        var project = Assert.Single((await organisation.Budget()).Projects);
        var record = organisation.Sandbox.Odoo.Find("project.project", project.Project.OdooId!.Value)!;
        Assert.Equal(project.Account.OdooId, record.Values["account_id"]);
        var account = organisation.Sandbox.Odoo.Find("account.analytic.account", project.Account.OdooId!.Value)!;
        Assert.Equal(1, account.Values["company_id"]);
        Assert.Equal("ETH-EUX-CVP", account.Values["code"]);
        var category = (await organisation.Budget()).Categories[0];
        Assert.Null(organisation.Sandbox.Odoo.Find("account.analytic.account", category.State.OdooId!.Value)!.Values.GetValueOrDefault("company_id"));
    }

    [Fact]
    public async Task Syncing_twice_writes_nothing_the_second_time()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var calls = organisation.Sandbox.Odoo.Calls.Count;

        var receipt = await organisation.Sync();

        Assert.Equal(0, receipt.PutDown);
        Assert.Equal(calls, organisation.Sandbox.Odoo.Calls.Count);
    }

    [Fact]
    public async Task Two_people_who_sync_at_once_make_one_set_of_records()
    {
        await using var organisation = await Organisation.Start(database, lines: 40);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organisation.Send(new SyncGrant(organisation.GrantId))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => organisation.Settle()));

        Assert.All(receipts, receipt => Assert.Null(receipt.Refusal));
        Assert.Equal(40 + 3 + 2, receipts.Sum(r => r.Value.PutDown));
        Assert.Equal(40 + 3 + 1, organisation.InOdoo("account.analytic.account").Count);
        Assert.Single(organisation.InOdoo("project.project"));
        Assert.Equal(44, organisation.Sandbox.Odoo.Records("account.analytic.account").Count(r => r.ExternalId is not null));
    }

    [Fact]
    public async Task Two_grants_of_a_template_share_the_category_accounts()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var second = await organisation.CreateGrant("WSH", 2);
        await organisation.Expect(new SyncGrant(second));
        await organisation.Settle();

        var accounts = organisation.InOdoo("account.analytic.account");
        Assert.Equal(3, accounts.Keys.Count(id => id.Contains(".template_category_", StringComparison.Ordinal)));
        Assert.Equal(2, organisation.InOdoo("project.project").Count);
    }

    [Fact]
    public async Task A_changed_line_is_written_to_the_record_it_had()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();

        await organisation.Expect(new EditBudget(organisation.GrantId, [Edit(line) with { Description = "Directrice — Côte d’Ivoire ✈" }]));
        Assert.Equal(LineState.Changed, (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Id == line.Id).State.State);
        var receipt = await organisation.Sync();

        Assert.Equal(1, receipt.PutDown);
        Assert.Equal("Directrice — Côte d’Ivoire ✈", organisation.Sandbox.Odoo.Find("account.analytic.account", line.State.OdooId!.Value)!.Values["name"]);
    }

    [Fact]
    public async Task A_burst_of_edits_collapses_to_the_last()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var before = organisation.Sandbox.Odoo.Calls.Count;
        for (var n = 1; n <= 5; n++)
        {
            var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
            await organisation.Expect(new EditBudget(organisation.GrantId, [Edit(line) with { Description = $"Draft {n}" }]));
            await organisation.Expect(new SyncGrant(organisation.GrantId));
        }

        await organisation.Settle();

        Assert.Equal(before + 1, organisation.Sandbox.Odoo.Calls.Count);
        Assert.Contains("Draft 5", organisation.InOdoo("account.analytic.account").Values);
        Assert.Equal(4, await organisation.Query(db => Task.FromResult(db.Intents.Count(i => i.State == IntentState.Superseded))));
    }

    [Fact]
    public async Task An_edit_and_its_undoing_cost_no_call()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var before = organisation.Sandbox.Odoo.Calls.Count;
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
        foreach (var description in new[] { "Something else", line.Description })
        {
            var now = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
            await organisation.Expect(new EditBudget(organisation.GrantId, [Edit(now) with { Description = description }]));
            await organisation.Expect(new SyncGrant(organisation.GrantId));
        }

        await organisation.Settle();

        Assert.Equal(before, organisation.Sandbox.Odoo.Calls.Count);
        Assert.True((await organisation.Budget()).Progress.IsSettled);
    }

    [Fact]
    public async Task A_removed_line_is_archived_and_its_account_stays()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();

        await organisation.Expect(new EditBudget(organisation.GrantId, [new LineEdit { Id = line.Id, SeenRevision = line.Revision, Remove = true }]));
        await organisation.Sync();

        var account = organisation.Sandbox.Odoo.Find("account.analytic.account", line.State.OdooId!.Value)!;
        Assert.NotEqual(true, account.Values.GetValueOrDefault("active"));
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Calls, call => call.Method == "unlink");
    }

    [Fact]
    public async Task A_second_account_with_the_same_code_is_warned_of_first()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var second = await organisation.CreateGrant("WSH", 0);
        var category = (await organisation.Expect(new ReadBudget(second))).Categories[1];
        var taken = (await organisation.Budget()).Categories[1].Lines[0].Code;
        await organisation.Expect(new EditBudget(
            second, [new LineEdit { CategoryId = category.Id, Code = taken, Description = "Same code", Units = "1", UnitValue = "1" }]));

        var refused = Assert.IsType<SharedCodes>((await organisation.Send(new SyncGrant(second))).Refusal);
        Assert.Equal([$"TRV/{taken}"], refused.Codes);
        Assert.Null((await organisation.Send(new SyncGrant(second, AcceptSharedCodes: true))).Refusal);
    }

    [Fact]
    public async Task A_budget_of_a_thousand_lines_costs_at_most_eight_calls()
    {
        await using var organisation = await Organisation.Start(database, lines: 1000);
        await organisation.Settle();
        var before = organisation.Sandbox.Odoo.Calls.Count;

        await organisation.Sync();

        Assert.InRange(organisation.Sandbox.Odoo.Calls.Count - before, 1, 8);
        Assert.Equal(1004, organisation.InOdoo("account.analytic.account").Count);
    }

    [Fact]
    public async Task Sync_waits_for_a_connection_and_for_a_whole_allocation()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<NoConnection>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);

        await organisation.Connect();
        await organisation.Expect(new Projects.SaveProject(null, organisation.GrantId, "Second project", null, null));
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
        await organisation.Expect(new EditBudget(organisation.GrantId, [Edit(line) with { UnitValue = "99" }]));
        Assert.IsType<AllocationDiffers>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);
        Assert.Empty(organisation.InOdoo("project.project"));
    }

    internal static LineEdit Edit(LineView line) => new()
    {
        Id = line.Id,
        Code = line.Code,
        Description = line.Description,
        Units = line.Units.ToString(System.Globalization.CultureInfo.InvariantCulture),
        UnitName = line.UnitName,
        UnitValue = line.UnitValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Position = line.Position,
        SeenRevision = line.Revision,
    };
}
