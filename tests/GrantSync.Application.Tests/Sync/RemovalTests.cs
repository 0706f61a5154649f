using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>Removing archives, never deletes; and what is made anew leaves no orphan active.</summary>
public sealed class RemovalTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";
    private const string Projects = "project.project";

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_closed_grant_is_archived_and_a_reopened_one_is_back_under_the_same_ids(int version)
    {
        await using var organisation = await Organisation.Start(database, odooVersion: version);
        await organisation.Sync();
        var before = Ids(organisation, Accounts);

        await organisation.Expect(new CloseGrant(organisation.GrantId));
        await organisation.Settle();
        Assert.Empty(organisation.InOdoo(Accounts));
        Assert.Empty(organisation.InOdoo(Projects));
        Assert.Equal(before, Ids(organisation, Accounts));
        Assert.IsType<GrantIsClosed>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);

        await organisation.Expect(new ReopenGrant(organisation.GrantId));
        await organisation.Settle();
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
        Assert.Single(organisation.InOdoo(Projects));
        Assert.Equal(before, Ids(organisation, Accounts));
    }

    [Fact]
    public async Task A_shared_category_stays_until_no_open_grant_uses_it()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var second = await organisation.CreateGrant("WSH", 2);
        await organisation.Expect(new SyncGrant(second));
        await organisation.Settle();

        await organisation.Expect(new CloseGrant(organisation.GrantId));
        await organisation.Settle();
        Assert.Equal(3 + 2 + 1, organisation.InOdoo(Accounts).Count);

        var category = (await organisation.Expect(new ReadBudget(second))).Categories[0];
        await organisation.Expect(new RemoveCategory(second, category.Id));
        await organisation.Expect(new SyncGrant(second));
        await organisation.Settle();
        Assert.Equal(2, organisation.InOdoo(Accounts).Keys.Count(k => k.Contains("template_category", StringComparison.Ordinal)));

        await organisation.Expect(new CloseGrant(second));
        await organisation.Settle();
        Assert.Empty(organisation.InOdoo(Accounts));
    }

    [Fact]
    public async Task A_category_that_comes_back_has_its_account_again()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var category = (await organisation.Budget()).Categories[0];
        var template = await organisation.Query(db => db.BudgetCategories.Where(c => c.Id == category.Id).Select(c => c.TemplateCategoryId).SingleAsync());
        await organisation.Expect(new RemoveCategory(organisation.GrantId, category.Id));
        await organisation.Sync();
        Assert.Equal(7 - 1 - category.Lines.Count, organisation.InOdoo(Accounts).Count);

        await organisation.Expect(new AddCategory(organisation.GrantId, template));
        await organisation.Sync();

        Assert.Equal(7 - category.Lines.Count, organisation.InOdoo(Accounts).Count);
        Assert.True((await organisation.Budget()).Progress.IsSettled);
    }

    [Fact]
    public async Task A_removed_project_is_archived_with_its_account()
    {
        await using var organisation = await Organisation.Start(database);
        var second = await organisation.Expect(new SaveProject(null, organisation.GrantId, "Second", null, null));
        await organisation.Sync();
        Assert.Equal(2, organisation.InOdoo(Projects).Count);

        await organisation.Expect(new RemoveProject(organisation.GrantId, second));
        await organisation.Sync();

        Assert.Single(organisation.InOdoo(Projects));
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
        var last = (await organisation.Budget()).Projects.Single();
        Assert.IsType<Pipeline.Conflict>((await organisation.Send(new RemoveProject(organisation.GrantId, last.Id))).Refusal);
    }

    [Fact]
    public async Task A_grant_made_anew_under_the_same_code_starts_fresh_and_leaves_no_orphan_active()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var old = organisation.InOdoo(Accounts).Keys.Where(k => !k.Contains("template_category", StringComparison.Ordinal)).ToHashSet();

        await organisation.Expect(new RemoveGrant(organisation.GrantId));
        Assert.IsType<GrantIsGone>((await organisation.Send(new ReadBudget(organisation.GrantId))).Refusal);
        var anew = await organisation.CreateGrant("CVP", 3);
        await organisation.Expect(new SyncGrant(anew));
        await organisation.Settle();

        var now = organisation.InOdoo(Accounts).Keys.ToHashSet();
        Assert.Equal(7, now.Count);
        Assert.Empty(now.Intersect(old));
        Assert.Single(organisation.InOdoo(Projects));
    }

    [Fact]
    public async Task A_draft_that_was_never_synced_is_removed_without_a_call()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        var calls = organisation.Sandbox.Odoo.Calls.Count;
        await organisation.Expect(new RemoveGrant(organisation.GrantId));
        await organisation.Settle();
        Assert.Equal(calls, organisation.Sandbox.Odoo.Calls.Count);
    }

    [Fact]
    public async Task A_disconnected_odoo_has_all_archived_and_a_new_connection_starts_a_fresh_set()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();

        Assert.Equal(8, (await organisation.Expect(new Disconnect())).Archiving);
        Assert.IsType<IsDisconnecting>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);
        await organisation.Settle();
        Assert.Empty(organisation.InOdoo(Accounts));
        Assert.Empty(organisation.InOdoo(Projects));
        Assert.Null(await organisation.Expect(new ReadConnection()));
        Assert.NotEmpty(await organisation.Log());

        Assert.Null((await organisation.Connect()).Refusal);
        var unit = (await organisation.Expect(new Application.Units.ListUnits())).Single();
        await organisation.Expect(new Application.Units.SaveUnit(unit.Id, unit.Name, unit.CountryCode, 1, "GrantSync Foundation"));
        await organisation.Sync();

        Assert.Empty(organisation.InOdoo(Accounts));
        Assert.Equal(7, organisation.Sandbox.Odoo.Records(Accounts).Count(r => r.ExternalId?.StartsWith($"grantsync2_{organisation.Tenant}.", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task A_connection_can_end_without_a_call_when_odoo_is_gone()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var calls = organisation.Sandbox.Odoo.Calls.Count;
        Assert.Equal(0, (await organisation.Expect(new Disconnect(LeaveRecords: true))).Archiving);
        await organisation.Settle();
        Assert.Equal(calls, organisation.Sandbox.Odoo.Calls.Count);
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
    }

    private static List<int> Ids(Organisation organisation, string model) =>
        [.. organisation.Sandbox.Odoo.Records(model).Where(r => r.ExternalId?.StartsWith("grantsync_", StringComparison.Ordinal) == true).Select(r => r.Id).Order()];
}
