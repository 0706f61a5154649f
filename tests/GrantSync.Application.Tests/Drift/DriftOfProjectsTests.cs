using GrantSync.Application.Budgets;
using GrantSync.Application.Drift;

namespace GrantSync.Application.Tests.Drift;

public sealed class DriftOfProjectsTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_renamed_project_renames_its_account_and_is_found_once(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var project = await desk.TheProject();
        desk.Change(Bookkeeper.Project, project.Project.OdooId!.Value, "name", "Voices of youth");
        Assert.Equal("Voices of youth", desk.Held(Bookkeeper.Account, project.Account.OdooId!.Value, "name"));

        var found = Assert.Single(await desk.Found());
        Assert.Equal((DriftKind.Renamed, "Project Civic voices CVP", "Civic voices CVP", "Voices of youth"), (found.Kind, found.Record, found.Meant, found.InOdoo));
        await desk.Write(found);
        Assert.Equal("Civic voices CVP", desk.Held(Bookkeeper.Project, project.Project.OdooId!.Value, "name"));
        Assert.Equal("Civic voices CVP", desk.Held(Bookkeeper.Account, project.Account.OdooId!.Value, "name"));
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_kept_name_of_a_project_is_its_accounts_name_too_and_can_be_taken_back(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var project = await desk.TheProject();
        desk.Change(Bookkeeper.Project, project.Project.OdooId!.Value, "name", "Voices of youth");
        var found = Assert.Single(await desk.Found());
        await desk.Keep(found);
        Assert.Equal(0, (await desk.Organisation.Sync()).PutDown);
        Assert.Equal((LineState.InOdoo, LineState.InOdoo), ((await desk.TheProject()).Project.State, (await desk.TheProject()).Account.State));
        Assert.Empty(await desk.Found());

        await desk.Write(found);
        Assert.Equal("Civic voices CVP", desk.Held(Bookkeeper.Project, project.Project.OdooId!.Value, "name"));
        Assert.Equal("Civic voices CVP", desk.Held(Bookkeeper.Account, project.Account.OdooId!.Value, "name"));
        Assert.Equal([DriftDecision.WriteOurs, DriftDecision.KeepOdoo], (await desk.History()).Select(h => h.Decision!.Value));
        Assert.Empty(await desk.Found());
        Assert.Equal(0, (await desk.Organisation.Sync()).PutDown);
    }

    [Fact]
    public async Task A_renamed_project_holds_its_account_back_too()
    {
        await using var desk = await Bookkeeper.Start(database);
        var project = await desk.TheProject();
        desk.Change(Bookkeeper.Project, project.Project.OdooId!.Value, "name", "Voices of youth");
        var found = Assert.Single(await desk.Found());
        await desk.Organisation.Expect(new GrantSync.Application.Projects.SaveProject(project.Id, desk.Organisation.GrantId, "Voices 2027", null, null));
        Assert.Equal((0, 2), ((await desk.Organisation.Sync()) is var receipt ? receipt.PutDown : -1, receipt.HeldBack));
        Assert.Equal("Voices of youth", desk.Held(Bookkeeper.Account, project.Account.OdooId!.Value, "name"));

        // while ours is on its way, its account is not compared either
        await desk.Organisation.Expect(new DecideDrift([found.Id], DriftDecision.WriteOurs));
        Assert.Empty(await desk.Found());
        await desk.Organisation.Settle();
        await desk.Organisation.Sync();
        Assert.Equal("Voices 2027", desk.Held(Bookkeeper.Project, project.Project.OdooId!.Value, "name"));
        Assert.Equal("Voices 2027", desk.Held(Bookkeeper.Account, project.Account.OdooId!.Value, "name"));
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task New_dates_and_another_account_are_told_apart(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var project = await desk.TheProject();
        var id = project.Project.OdooId!.Value;
        var other = desk.Odoo.Create(Bookkeeper.Account, new() { ["name"] = "Another", ["plan_id"] = 1, ["company_id"] = 1 });
        desk.Change(Bookkeeper.Project, id, "date", "2029-06-30");
        desk.Change(Bookkeeper.Project, id, version == 17 ? "analytic_account_id" : "account_id", other);

        var found = await desk.Found();
        Assert.Equal([DriftKind.Redated, DriftKind.Rebound], found.Select(f => f.Kind));
        Assert.Equal(("2028-12-31", "2029-06-30"), (found[0].Meant, found[0].InOdoo));

        // ours is written whole: one decision decides both
        Assert.Equal(2, (await desk.Write(found[0])).Decided);
        Assert.Equal("2028-12-31", desk.Held(Bookkeeper.Project, id, "date"));
        Assert.Equal(project.Account.OdooId, desk.Held(Bookkeeper.Project, id, version == 17 ? "analytic_account_id" : "account_id"));
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task An_archived_project_stays_so_or_comes_back(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var id = (await desk.TheProject()).Project.OdooId!.Value;
        desk.Change(Bookkeeper.Project, id, "active", false);
        var found = Assert.Single(await desk.Found());
        Assert.Equal(DriftKind.Archived, found.Kind);
        await desk.Keep(found);
        Assert.Empty(await desk.Found());
        Assert.Equal(0, (await desk.Organisation.Sync()).PutDown);

        await desk.Write(found);
        Assert.Equal(true, desk.Held(Bookkeeper.Project, id, "active"));
        Assert.Equal(LineState.InOdoo, (await desk.TheProject()).Project.State);
        Assert.Empty(await desk.Found());
        Assert.Equal(0, (await desk.Organisation.Sync()).PutDown);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_deleted_project_waits_for_a_decision_and_its_account_is_made_again(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var project = await desk.TheProject();
        desk.Odoo.Delete(Bookkeeper.Project, project.Project.OdooId!.Value);
        Assert.Null(desk.Odoo.Find(Bookkeeper.Account, project.Account.OdooId!.Value));

        var found = Assert.Single(await desk.Found());
        Assert.Equal(DriftKind.Deleted, found.Kind);
        await desk.Organisation.Settle();
        Assert.NotNull(desk.Odoo.FindExternal(project.Account.ExternalId!));
        await desk.Keep(found);
        await desk.Organisation.Sync();
        Assert.Null(desk.Odoo.FindExternal(project.Project.ExternalId!));
        Assert.Equal(LineState.LeftOut, (await desk.TheProject()).Project.State);
        Assert.Empty(await desk.Found());

        await desk.Write(found);
        var again = desk.Odoo.FindExternal(project.Project.ExternalId!)!;
        Assert.Equal((await desk.TheProject()).Account.OdooId, again.Reference(version == 17 ? "analytic_account_id" : "account_id"));
        Assert.Equal(LineState.InOdoo, (await desk.TheProject()).Project.State);
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_project_that_lost_its_account_is_bound_to_the_new_one(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var project = await desk.TheProject();
        desk.Odoo.Delete(Bookkeeper.Account, project.Account.OdooId!.Value);

        Assert.Empty(await desk.Found());
        await desk.Organisation.Settle();
        var now = await desk.TheProject();
        Assert.NotEqual(project.Account.OdooId, now.Account.OdooId);
        Assert.Equal(project.Project.OdooId, now.Project.OdooId);
        Assert.Equal(now.Account.OdooId, desk.Held(Bookkeeper.Project, now.Project.OdooId!.Value, version == 17 ? "analytic_account_id" : "account_id"));
        Assert.Empty(await desk.Found());
    }
}
