using GrantSync.Application.Budgets;
using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;

namespace GrantSync.Application.Tests.Grants;

public sealed class CopyAndEditTests(TestDatabase database)
{
    private static readonly DateOnly From = new(2029, 1, 1);
    private static readonly DateOnly To = new(2029, 12, 31);

    [Fact]
    public async Task A_copy_has_the_budget_and_projects_as_a_draft_and_nothing_in_odoo()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Expect(new SaveProject(null, organisation.GrantId, "Radio", new DateOnly(2026, 5, 1), null));
        var first = await organisation.Budget();
        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(first.Projects[0].Id, "40"), new(first.Projects[1].Id, "23")]));
        await organisation.Expect(new RemoveCategory(organisation.GrantId, first.Categories.Single(c => c.Code == "IND").Id));
        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(first.Projects[0].Id, "40"), new(first.Projects[1].Id, "2")]));
        await organisation.Sync();
        var source = await organisation.Budget();
        var inOdoo = organisation.Sandbox.Odoo.Records("account.analytic.account").Count;

        var copy = await organisation.Expect(new CopyGrant(organisation.GrantId, "Civic voices II", "CV2", From, To));

        var budget = await organisation.Expect(new ReadBudget(copy));
        Assert.Equal(source.Categories.Select(c => (c.Code, c.Name, c.IsIndirect, c.Total)), budget.Categories.Select(c => (c.Code, c.Name, c.IsIndirect, c.Total)));
        Assert.Equal(
            source.Categories.SelectMany(c => c.Lines).Select(l => (l.Code, l.Description, l.Units, l.UnitName, l.UnitValue, l.Amount)),
            budget.Categories.SelectMany(c => c.Lines).Select(l => (l.Code, l.Description, l.Units, l.UnitName, l.UnitValue, l.Amount)));
        Assert.Equal([("Civic voices CVP", "ETH-EUX-CVP", 40m), ("Radio", "ETH-EUX-CVP-2", 2m)], source.Projects.Select(p => (p.Name, p.Code, p.Allocated)));
        Assert.Equal([("Civic voices II", "ETH-EUX-CV2", 40m), ("Radio", "ETH-EUX-CV2-2", 2m)], budget.Projects.Select(p => (p.Name, p.Code, p.Allocated)));
        Assert.Equal((0, source.Revision), (budget.SyncedRevision, (await organisation.Budget()).Revision));
        Assert.All(budget.Categories.SelectMany(c => c.Lines), l => Assert.Equal((LineState.New, (int?)null), (l.State.State, l.State.OdooId)));
        Assert.All(budget.Projects, p => Assert.Equal(LineState.New, p.Account.State));
        Assert.Equal(inOdoo, organisation.Sandbox.Odoo.Records("account.analytic.account").Count);

        // it is a grant of its own: its lines get accounts of their own, its categories share
        await organisation.Expect(new SyncGrant(copy, AcceptSharedCodes: true));
        await organisation.Settle();
        var synced = await organisation.Expect(new ReadBudget(copy));
        Assert.Equal(synced.Progress.Total, synced.Progress.InOdoo);
        Assert.Empty(source.Categories.SelectMany(c => c.Lines).Select(l => l.State.OdooId).Intersect(synced.Categories.SelectMany(c => c.Lines).Select(l => l.State.OdooId)));
        Assert.Equal(source.Categories.Select(c => c.State.OdooId), synced.Categories.Select(c => c.State.OdooId));
    }

    [Fact]
    public async Task A_copy_needs_a_code_that_is_free_and_a_donor_and_unit_in_use()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var taken = await organisation.Send(new CopyGrant(organisation.GrantId, "Again", "CVP", From, To));
        Assert.Equal(("Code", "There is a grant ETH-EUX-CVP already. Choose another grant code."),
            Assert.Single(Assert.IsType<Invalid>(taken.Refusal).Fields) is var error ? (error.Field, error.Sentence) : default);
        Assert.Contains(
            Assert.IsType<Invalid>((await organisation.Send(new CopyGrant(organisation.GrantId, "Again", "cv", To, From))).Refusal).Fields, f => f.Field == "EndsOn");

        await organisation.Expect(new CloseGrant(organisation.GrantId));
        await organisation.Expect(new ArchiveDonor((await organisation.Expect(new ListDonors()))[0].Id));
        var archived = await organisation.Send(new CopyGrant(organisation.GrantId, "Again", "CV2", From, To));
        Assert.Contains("European Union is archived", Assert.IsType<Conflict>(archived.Refusal).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_dates_reach_odoo_with_the_next_sync_and_a_new_title_does_not()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var project = (await organisation.Budget()).Projects[0];

        await organisation.Expect(new EditGrant(organisation.GrantId, "Another title", new DateOnly(2026, 1, 1), new DateOnly(2028, 12, 31)));
        Assert.False((await organisation.Expect(new ListGrants()))[0].HasUnsyncedEdits);
        Assert.Equal("Another title", (await organisation.Expect(new ReadGrant(organisation.GrantId))).Title);

        await organisation.Expect(new EditGrant(organisation.GrantId, "Another title", From, To));
        Assert.True((await organisation.Expect(new ListGrants()))[0].HasUnsyncedEdits);
        var before = organisation.Sandbox.Odoo.Find("project.project", project.Project.OdooId!.Value)!.Values["date_start"];
        await organisation.Sync();
        var record = organisation.Sandbox.Odoo.Find("project.project", project.Project.OdooId!.Value)!;
        Assert.NotEqual(before, record.Values["date_start"]);
        Assert.Equal(project.Name, record.Values["name"]);
    }

    [Fact]
    public async Task A_grant_that_would_end_before_it_starts_or_is_not_there_is_refused()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<Invalid>((await organisation.Send(new EditGrant(organisation.GrantId, "T", To, From))).Refusal);
        Assert.IsType<GrantIsGone>((await organisation.Send(new EditGrant(999_999, "T", From, To))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new EditGrant(organisation.GrantId, "T", From, To), Role.Viewer)).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new CopyGrant(organisation.GrantId, "T", "CV2", From, To), Role.Viewer)).Refusal);
    }
}
