using GrantSync.Application.Budgets;
using GrantSync.Application.Drift;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Drift;

public sealed class DriftDecisionTests(TestDatabase database)
{
    [Fact]
    public async Task An_unsynced_edit_of_ours_is_no_drift_and_neither_is_an_edit_that_agrees()
    {
        await using var desk = await Bookkeeper.Start(database);
        var (first, second) = (await desk.Line(0), await desk.Line(1));
        await desk.Edit(first, "Not synced yet");
        await desk.Edit(second, "Agreed by telephone");
        desk.Change(Bookkeeper.Account, second.State.OdooId!.Value, "name", "Agreed by telephone");
        Assert.Empty(await desk.Found());
        Assert.Equal(LineState.Changed, (await desk.Line(0)).State.State);
    }

    [Fact]
    public async Task Sync_writes_nothing_over_a_change_that_waits_for_a_decision()
    {
        await using var desk = await Bookkeeper.Start(database);
        var line = await desk.Line();
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "code", "BOOK-1");
        var found = Assert.Single(await desk.Found());
        await desk.Edit(line, "Our new name");

        var receipt = await desk.Organisation.Sync();
        Assert.Equal((0, 1), (receipt.PutDown, receipt.HeldBack));
        Assert.Equal("BOOK-1", desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "code"));

        await desk.Keep(found);
        Assert.Equal(LineState.Changed, (await desk.Line()).State.State);
        await desk.Organisation.Sync();
        Assert.Equal(("BOOK-1", "Our new name"), ((string)desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "code")!, (string)desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "name")!));
        Assert.Empty(await desk.Found());
    }

    [Fact]
    public async Task A_kept_value_lapses_for_good_with_an_edit_of_ours()
    {
        await using var desk = await Bookkeeper.Start(database);
        var line = await desk.Line();
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "name", "The bookkeeper's");
        await desk.Keep(Assert.Single(await desk.Found()));

        foreach (var ours in new[] { "Ours, edited", line.Description })
        {
            await desk.Edit(line, ours);
            Assert.Equal(1, (await desk.Organisation.Sync()).PutDown);
            Assert.Equal(ours, desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "name"));
        }

        Assert.Empty(await desk.Found());
    }

    [Fact]
    public async Task A_record_that_was_confirmed_while_odoo_was_asked_is_left_for_the_next_comparison()
    {
        await using var desk = await Bookkeeper.Start(database);
        var key = new SyncKey(desk.Organisation.Tenant, SyncEntity.BudgetLine, (await desk.Line()).Id);
        var found = new DriftFound(DriftKind.Deleted, DriftField.Record, "there", "there", null);
        Task<int> Keep(int behind) => desk.Organisation.Query(async db =>
        {
            var head = await db.OdooRecordHeads.AsNoTracking().SingleAsync(h => h.Key == key.ToString());
            var record = new WantedRecord(key, head.ExternalId, WantedFields.FromJson(head.ConfirmedPayload!), []);
            head.ConfirmedRevision -= behind;
            return await new DriftStore(db, new Intents(db, desk.Organisation.Clock), desk.Organisation.Clock).Keep([new DriftJudged(head, record, [found])], [], CancellationToken.None);
        });

        Assert.Equal(0, await Keep(behind: 1));
        Assert.Equal(LineState.InOdoo, (await desk.Line()).State.State);
        Assert.Equal(1, await Keep(behind: 0));
        Assert.Equal(LineState.Waiting, (await desk.Line()).State.State);
    }

    [Fact]
    public async Task An_account_that_somebody_imported_again_under_our_external_id_is_ours_again()
    {
        await using var desk = await Bookkeeper.Start(database);
        var line = await desk.Line();
        var plan = desk.Held(Bookkeeper.Account, line.State.OdooId!.Value, "plan_id");
        desk.Odoo.Delete(Bookkeeper.Account, line.State.OdooId!.Value);
        var imported = desk.Odoo.Create(Bookkeeper.Account, new() { ["name"] = "From a backup", ["plan_id"] = plan }, line.State.ExternalId);

        Assert.Equal(1, (await desk.Check()).MadeAgain);
        await desk.Organisation.Settle();
        Assert.Equal(imported, (await desk.Line()).State.OdooId);
        Assert.Equal(line.Description, desk.Held(Bookkeeper.Account, imported, "name"));
        Assert.Empty(await desk.Found());
    }

    [Fact]
    public async Task A_thousand_lines_are_compared_in_a_few_calls()
    {
        await using var desk = await Bookkeeper.Start(database, lines: 1000);
        var before = desk.Odoo.Calls.Count;
        Assert.Equal(1000 + 3 + 2 + 2, (await desk.Check()).Compared);
        Assert.InRange(desk.Odoo.Calls.Count - before, 1, 10);
        Assert.All((await desk.Organisation.Log()).Where(r => r.Entity == "drift"), r => Assert.Equal(("search_read", desk.Organisation.UserId), (r.Method, r.UserId!.Value)));
    }

    [Fact]
    public async Task Many_are_decided_at_once_and_who_decided_is_kept()
    {
        await using var desk = await Bookkeeper.Start(database, lines: 40);
        for (var index = 0; index < 40; index++)
        {
            desk.Change(Bookkeeper.Account, (await desk.Line(index)).State.OdooId!.Value, "name", $"Changed {index}");
        }

        var found = await desk.Found();
        Assert.Equal(40, found.Count);
        Assert.Equal(30, (await desk.Keep([.. found.Take(30)])).Decided);
        var before = desk.Writes();
        Assert.Equal(10, (await desk.Write([.. found.Skip(30)])).Decided);
        Assert.Equal(before + 1, desk.Writes());

        Assert.Empty(await desk.Found());
        var history = await desk.History();
        Assert.Equal((30, 10), (history.Count(h => h.Decision == DriftDecision.KeepOdoo), history.Count(h => h.Decision == DriftDecision.WriteOurs)));
        Assert.All(history, h => Assert.Equal("Amina", h.DecidedBy));
        Assert.IsType<FindingIsGone>((await desk.Organisation.Send(new DecideDrift([.. found.Skip(30).Select(f => f.Id)], DriftDecision.KeepOdoo))).Refusal);
    }

    [Fact]
    public async Task A_record_with_something_on_its_way_is_neither_compared_nor_decided()
    {
        await using var desk = await Bookkeeper.Start(database);
        var line = await desk.Line();
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "code", "BOOK-1");
        var found = Assert.Single(await desk.Found());
        await desk.Organisation.Expect(new DecideDrift([found.Id], DriftDecision.WriteOurs));

        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "code", "BOOK-2");
        var report = await desk.Check();
        Assert.Equal((1, 0), (report.OnTheirWay, report.Drifted));
        Assert.Empty(await desk.Open());
        await desk.Organisation.Settle();
        Assert.Empty(await desk.Found());
    }

    [Fact]
    public async Task A_value_that_changes_again_stays_one_finding_and_one_that_goes_back_closes_it()
    {
        await using var desk = await Bookkeeper.Start(database);
        var line = await desk.Line();
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "name", "One");
        var first = Assert.Single(await desk.Found());
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "name", "Two");
        var again = Assert.Single(await desk.Found());
        Assert.Equal((first.Id, "Two", first.FoundAt), (again.Id, again.InOdoo, again.FoundAt));
        desk.Change(Bookkeeper.Account, line.State.OdooId!.Value, "name", line.Description);
        Assert.Empty(await desk.Found());
        Assert.Equal(DriftDecision.GoneByItself, Assert.Single(await desk.History()).Decision);
    }

    [Fact]
    public async Task Where_odoo_fails_nothing_is_taken_for_deleted()
    {
        await using var desk = await Bookkeeper.Start(database);
        desk.Organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Model = Bookkeeper.Project, Status = 502 });
        var report = await desk.Organisation.Expect(new CheckDrift());
        Assert.NotNull(report.Problem);
        Assert.Equal((0, 0), (report.Compared, report.MadeAgain));

        desk.Organisation.Sandbox.Faults.Clear();
        desk.Organisation.Sandbox.Faults.Add(new Fault(FaultKind.BadKey));
        Assert.NotNull((await desk.Organisation.Expect(new CheckDrift())).Problem);
        Assert.Empty(await desk.Open());
        Assert.Empty(await desk.History());
    }

    [Fact]
    public async Task Every_night_each_tenant_is_compared_once_whatever_the_number_of_nodes()
    {
        await using var desk = await Bookkeeper.Start(database);
        desk.Change(Bookkeeper.Account, (await desk.Line()).State.OdooId!.Value, "name", "At night");
        await desk.Organisation.Run<NightlyDrift>();
        Assert.Empty(await desk.Open());

        desk.Organisation.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.Organisation.Run<NightlyDrift>()));
        Assert.Single(await desk.Open());
        Assert.Equal(1, await desk.Organisation.Query(db => db.DriftRuns.CountAsync()));

        // Odoo was away: tried again in the same night
        desk.Organisation.Clock.Advance(TimeSpan.FromDays(1));
        desk.Organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await desk.Organisation.Run<NightlyDrift>();
        desk.Organisation.Sandbox.Faults.Clear();
        desk.Organisation.Clock.Advance(TimeSpan.FromMinutes(31));
        await desk.Organisation.Run<NightlyDrift>();
        Assert.Equal([null, true, null], await desk.Organisation.Query(db => db.DriftRuns.OrderBy(r => r.Id).Select(r => r.Problem == null ? (bool?)null : true).ToListAsync()));
    }

    [Fact]
    public async Task Nobody_decides_for_another_tenant_and_a_viewer_decides_nothing()
    {
        await using var desk = await Bookkeeper.Start(database);
        desk.Change(Bookkeeper.Account, (await desk.Line()).State.OdooId!.Value, "name", "Changed");
        var found = Assert.Single(await desk.Found());
        await using var neighbour = await Organisation.StartBeside(desk.Organisation);
        Assert.IsType<FindingIsGone>((await neighbour.Send(new DecideDrift([found.Id], DriftDecision.KeepOdoo))).Refusal);
        Assert.Empty((await neighbour.Expect(new ReadDrift())).Open);
        Assert.IsType<Forbidden>((await desk.Organisation.Send(new DecideDrift([found.Id], DriftDecision.KeepOdoo), Role.Viewer)).Refusal);
        Assert.IsType<NoConnection>((await neighbour.Send(new CheckDrift())).Refusal);
    }
}
