using GrantSync.Application.Budgets;
using GrantSync.Application.Drift;

namespace GrantSync.Application.Tests.Drift;

/// <summary>What a bookkeeper can do to a record, each told apart, on both versions.</summary>
public sealed class DriftKindsTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Nothing_is_found_where_nothing_was_changed(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var report = await desk.Check();
        Assert.Equal((2 + 3 + 3 + 2, 0, 0, 0), (report.Compared, report.Drifted, report.MadeAgain, report.OnTheirWay));
        Assert.Empty(await desk.Open());
    }

    [Theory]
    [InlineData(17, "name", "Another name", DriftKind.Renamed)]
    [InlineData(18, "name", "Another name", DriftKind.Renamed)]
    [InlineData(17, "code", "X-1", DriftKind.Recoded)]
    [InlineData(18, "code", "X-1", DriftKind.Recoded)]
    [InlineData(17, "company_id", 1, DriftKind.Moved)]
    [InlineData(18, "company_id", 1, DriftKind.Moved)]
    [InlineData(17, "active", false, DriftKind.Archived)]
    [InlineData(18, "active", false, DriftKind.Archived)]
    public async Task A_changed_account_is_found_kept_or_written_over(int version, string field, object value, DriftKind kind)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var (first, second) = (await desk.Line(0), await desk.Line(1));
        var before = desk.Held(Bookkeeper.Account, second.State.OdooId!.Value, field);
        desk.Change(Bookkeeper.Account, first.State.OdooId!.Value, field, value);
        desk.Change(Bookkeeper.Account, second.State.OdooId!.Value, field, value);

        var found = await desk.Found();
        Assert.Equal([kind, kind], found.Select(f => f.Kind));
        Assert.Equal(LineState.ChangedInOdoo, (await desk.Line(0)).State.State);

        await desk.Keep(found.Single(f => f.Record.Contains(first.Code, StringComparison.Ordinal)));
        await desk.Write(found.Single(f => f.Record.Contains(second.Code, StringComparison.Ordinal)));
        Assert.Equal(value is false ? null : value, Off(desk.Held(Bookkeeper.Account, first.State.OdooId!.Value, field)));
        Assert.Equal(before, desk.Held(Bookkeeper.Account, second.State.OdooId!.Value, field));
        Assert.Equal((LineState.InOdoo, LineState.InOdoo), ((await desk.Line(0)).State.State, (await desk.Line(1)).State.State));
        Assert.Empty(await desk.Found());

        var writes = desk.Writes();
        Assert.Equal(0, (await desk.Organisation.Sync()).PutDown);
        Assert.Equal(writes, desk.Writes());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task An_account_moved_to_another_plan_is_found_and_kept_there(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var line = await desk.Line();
        var other = desk.Odoo.Create(Bookkeeper.Plan, new() { ["name"] = "Old donors" });
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "plan_id", other);

        var found = Assert.Single(await desk.Found());
        Assert.Equal((DriftKind.Moved, DriftField.Plan, $"#{other} Old donors"), (found.Kind, found.Field, found.InOdoo));
        await desk.Keep(found);
        await desk.Edit(line, "Renamed by us");
        await desk.Organisation.Sync();
        Assert.Equal(other, desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "plan_id"));
        Assert.Equal("Renamed by us", desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "name"));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_deleted_account_is_made_again_under_its_external_id(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var line = await desk.Line();
        desk.Odoo.Delete(Bookkeeper.Account, line.State.OdooId!.Value);

        Assert.Equal(1, (await desk.Check()).MadeAgain);
        await desk.Organisation.Settle();

        var again = desk.Odoo.FindExternal(line.State.ExternalId!)!;
        Assert.NotEqual(line.State.OdooId, again.Id);
        Assert.Equal(line.Description, again.Values["name"]);
        Assert.Equal((LineState.InOdoo, again.Id), ((await desk.Line()).State.State, (await desk.Line()).State.OdooId));
        var told = Assert.Single(await desk.History());
        Assert.Equal((DriftKind.Deleted, DriftDecision.MadeAgain, null), (told.Kind, told.Decision, told.DecidedBy));
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_deleted_plan_is_made_again_with_its_accounts(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var plan = desk.Odoo.Records(Bookkeeper.Plan).Single(p => p.Text("name") == "Donor budget detail");
        desk.Odoo.DeletePlan(plan.Id);

        Assert.Equal(1 + 3, (await desk.Check()).MadeAgain);
        await desk.Organisation.Settle();

        var again = desk.Odoo.FindExternal(plan.ExternalId!)!;
        Assert.NotEqual(plan.Id, again.Id);
        Assert.Equal(again.Id, desk.Held(Bookkeeper.Account, (await desk.Line()).State.OdooId!.Value, "plan_id"));
        Assert.Empty(await desk.Found());
    }

    [Fact]
    public async Task A_renamed_plan_is_kept_as_the_connections_choice()
    {
        await using var desk = await Bookkeeper.Start(database);
        var plan = desk.Odoo.Records(Bookkeeper.Plan).Single(p => p.Text("name") == "Donor budget detail");
        desk.Change(Bookkeeper.Plan, plan.Id, "name", "Donor lines");
        await desk.Keep(Assert.Single(await desk.Found()));
        Assert.Contains((await desk.Organisation.Expect(new GrantSync.Application.Connections.ReadConnection()))!.Plans, p => p.PlanName == "Donor lines");
        Assert.Empty(await desk.Found());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Another_account_with_our_code_is_found_and_may_be_ignored(int version)
    {
        await using var desk = await Bookkeeper.Start(database, version);
        var ours = desk.Odoo.Find(Bookkeeper.Account, (await desk.Line()).State.OdooId!.Value)!;
        int Make(string name) => desk.Odoo.Create(Bookkeeper.Account, new() { ["name"] = name, ["code"] = ours.Text("code"), ["plan_id"] = ours.Reference("plan_id") });
        var other = Make("Made by hand");

        var found = Assert.Single(await desk.Found());
        Assert.Equal((DriftKind.Duplicated, $"#{other} Made by hand"), (found.Kind, found.InOdoo));
        Assert.IsType<FindingsAreLeft>((await desk.Organisation.Send(new DecideDrift([found.Id], DriftDecision.WriteOurs))).Refusal);
        await desk.Keep(found);
        Assert.Empty(await desk.Found());

        var third = Make("Made by hand again");
        Assert.Equal($"#{third} Made by hand again", Assert.Single(await desk.Found()).InOdoo);
        desk.Change(Bookkeeper.Account, third, "active", false);
        Assert.Empty(await desk.Found());
        Assert.Equal(DriftDecision.GoneByItself, (await desk.History())[0].Decision);
    }

    [Fact]
    public async Task A_removed_line_that_is_taken_out_of_the_archive_is_found_and_one_that_is_deleted_is_missed_by_nobody()
    {
        await using var desk = await Bookkeeper.Start(database);
        var (first, second) = (await desk.Line(0), await desk.Line(1));
        await desk.Organisation.Expect(new EditBudget(desk.Organisation.GrantId,
            [new LineEdit { Id = first.Id, SeenRevision = first.Revision, Remove = true }, new LineEdit { Id = second.Id, SeenRevision = second.Revision, Remove = true }]));
        await desk.Organisation.Sync();
        desk.Change(Bookkeeper.Account, first.State.OdooId!.Value, "active", true);
        desk.Odoo.Delete(Bookkeeper.Account, second.State.OdooId!.Value);

        Assert.Equal(DriftKind.Reactivated, Assert.Single(await desk.Found()).Kind);
        Assert.Null(desk.Odoo.FindExternal(second.State.ExternalId!));
    }

    private static object? Off(object? value) => value is false ? null : value;
}
