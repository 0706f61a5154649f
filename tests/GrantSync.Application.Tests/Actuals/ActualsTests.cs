using GrantSync.Application.Actuals;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Actuals;

/// <summary>What the bookkeeper books is what the grant manager sees, on both versions.</summary>
public sealed class ActualsTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    public async Task Every_line_is_counted_once_where_it_belongs_and_the_total_ties_to_Odoo(int version)
    {
        await using var books = await Books.Start(database, version);
        var (project, first, second) = (await books.Project(), await books.Category(0), await books.Category(1));
        var line = first.Lines[0];
        books.Bill(100.10, "2026-01-31", 100.10, project, first.State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(50, "2026-02-28", 0, project, first.State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(7.77, "2026-02-01", 7.77, project, second.State.OdooId!.Value);
        books.Bill(3.33, "2026-02-01", 3.33, project);
        books.Bill(2, "2026-02-01", 2, line.State.OdooId!.Value);
        books.Bill(-10, "2026-03-01", 10, project, first.State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(4, "2026-03-01", 1, project, second.State.OdooId!.Value, line.State.OdooId!.Value);
        books.Bill(1000, "2026-03-01", 0, first.State.OdooId!.Value);

        var view = await books.View();
        Assert.Equal(7, view.Total.Lines);
        Assert.Equal((100.10m + 7.77m + 3.33m + 2 - 10 + 1, 53m), (view.Total.Actual, view.Total.Committed));
        var category = view.Categories.Single(c => c.Id == first.Id);
        Assert.Equal((100.10m + 2 - 10 + 1, 53m, 5), (category.Details[0].Figures.Actual, category.Details[0].Figures.Committed, category.Details[0].Figures.Lines));
        Assert.Null(category.NotOnALine);
        Assert.Equal(7.77m, view.Categories.Single(c => c.Id == second.Id).NotOnALine!.Actual);
        Assert.Equal((3.33m, 1), (view.Elsewhere!.Actual, view.Elsewhere.Lines));
        Assert.Equal([(6, 155.20m), (1, 2m)], view.Projects.Select(p => (p.Figures.Lines, p.Figures.Actual + p.Figures.Committed!.Value)));
        Assert.Equal([(1, 1), (2, 4), (3, 2)], view.Months.Select(m => (m.Month.Month, m.Lines)));
        Assert.Equal(1, view.Contradictions);

        Assert.True(view.Tie!.Ties);
        var tie = Assert.Single(view.Tie.Companies);
        Assert.Equal((7, -157.20m, 7, -157.20m), (tie.Lines, tie.Sum, tie.LinesInOdoo, tie.SumInOdoo));
        Assert.DoesNotContain(await books.Organisation.Log(), r => r is { Entity: "actuals", Outcome: not "ok" });
    }

    [Fact]
    public async Task In_16_a_line_tags_one_account_so_the_project_is_known_and_the_rest_is_not()
    {
        await using var books = await Books.Start(database, 16);
        var (project, first) = (await books.Project(), await books.Category());
        var each = new[] { project, first.State.OdooId!.Value, first.Lines[0].State.OdooId!.Value };
        books.Odoo.Post(new SandboxBill("Rent", 80, each.ToDictionary(id => $"{id}", _ => 100.0)) { Paid = 20 });
        Assert.Equal(3, books.Odoo.Records("account.analytic.line").Count);

        var view = await books.View();
        Assert.Equal((1, 20m, 60m, false), (view.Total.Lines, view.Total.Actual, view.Total.Committed!.Value, view.HasPlans));
        Assert.Equal(1, view.Projects.Single().Figures.Lines);
        Assert.Equal(view.Total with { Budget = 0, Remaining = -80, Percent = null }, view.Elsewhere);
        Assert.True(view.Tie!.Ties);
    }

    [Fact]
    public async Task While_Odoo_is_being_read_the_former_figures_stand()
    {
        await using var books = await Books.Start(database);
        var project = await books.Project();
        books.Bill(10, "2026-01-31", 10, project);
        var before = await books.View();
        var now = books.Organisation.Clock.GetUtcNow();

        // another node has read half of the lines
        await books.Organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""
            with begun as (insert into actual_reads (tenant_id, started_at, alive_at, total, lines) values ({books.Organisation.Tenant}, {now}, {now}, 10, 1) returning id)
            insert into actual_lines (tenant_id, read_id, odoo_id, grant_id, date, text, amount, currency, company_id)
            select {books.Organisation.Tenant}, id, 77, {books.Organisation.GrantId}, '2026-01-31', 'Half', -99, 'EUR', 1 from begun
            """));
        var during = await books.Shown();
        Assert.Equal((null, 1, 10), (during.Last!.EndedAt, during.Last.Lines, during.Last.Total));
        Assert.Equal((before.Total, before.Shown), (during.Total, during.Shown));
        Assert.True(during.Tie!.Ties);
    }

    [Fact]
    public async Task Every_number_opens_to_the_lines_that_make_it()
    {
        await using var books = await Books.Start(database);
        var (project, first) = (await books.Project(), await books.Category(0));
        for (var n = 1; n <= 7; n++)
        {
            books.Bill(10 + n, $"2026-0{n}-15", n % 2 == 0 ? 0 : 10 + n, project, first.State.OdooId!.Value, first.Lines[0].State.OdooId!.Value);
        }

        var view = await books.View();
        var grant = books.Organisation.GrantId;
        Task<ActualLinesPage> Lines(ReadActualLines asked) => books.Organisation.Expect(asked);
        var all = await Lines(new ReadActualLines(grant));
        Assert.Equal((7, 98m, 2, 5), (all.Count, all.Sum, all.Pages, all.Lines.Count));
        Assert.Equal(7, all.Lines.Concat((await Lines(new ReadActualLines(grant, Page: 2))).Lines).DistinctBy(l => l.OdooId).Count());
        Assert.Equal(("INV-7", "600000 Expenses", -17m), (all.Lines[0].Reference, all.Lines[0].LedgerAccount, all.Lines[0].Amount));
        Assert.StartsWith("BILL/2026/07/0001", all.Lines[0].Entry, StringComparison.Ordinal);

        var detail = view.Categories.Single(c => c.Id == first.Id).Details[0];
        Assert.Equal(detail.Figures.Actual, (await Lines(new ReadActualLines(grant, Line: detail.Id, Part: SpentPart.Actual))).Sum);
        var committed = await Lines(new ReadActualLines(grant, Category: first.Id, Part: SpentPart.Committed));
        Assert.Equal((detail.Figures.Committed!.Value, 3), (committed.Sum, committed.Count));
        var month = view.Months[2];
        Assert.Equal((month.Actual + month.Committed!.Value, 1), ((await Lines(new ReadActualLines(grant, From: month.Month, To: month.Month))) is { } one ? (one.Sum, one.Count) : default));
        Assert.Equal(0, (await Lines(new ReadActualLines(grant, Project: 0))).Count);

        var part = await books.Organisation.Expect(new ReadActuals(grant, Project: view.Projects[0].Id, From: new DateOnly(2026, 2, 1), To: new DateOnly(2026, 3, 31)));
        Assert.Equal((2, 25m, null), (part.Total.Lines, part.Total.Actual + part.Total.Committed!.Value, part.Total.Remaining));
    }

    [Fact]
    public async Task A_line_that_is_gone_in_Odoo_goes_here_too_and_a_payment_is_seen()
    {
        await using var books = await Books.Start(database);
        var (project, first) = (await books.Project(), await books.Category(0));
        var bill = books.Bill(60, "2026-01-31", 0, project, first.State.OdooId!.Value);
        books.Bill(40, "2026-01-31", 0, project, first.State.OdooId!.Value);
        Assert.Equal((0m, 100m), (await books.View()).Total is { } before ? (before.Actual, before.Committed!.Value) : default);

        books.Odoo.Edit("account.move", bill, new Dictionary<string, object?> { ["payment_state"] = "paid", ["amount_residual"] = 0.0 });
        books.Odoo.Delete("account.analytic.line", books.Odoo.Records("account.analytic.line").Single(l => l.Number("amount") == -40).Id);
        var after = await books.View();
        Assert.Equal((60m, 0m, 1), (after.Total.Actual, after.Total.Committed, after.Total.Lines));
        Assert.Equal(1, await books.Organisation.Query(db => db.ActualLines.CountAsync()));
    }

    [Fact]
    public async Task A_reading_that_fails_in_the_middle_leaves_the_former_one_and_says_why()
    {
        await using var books = await Books.Start(database);
        var project = await books.Project();
        for (var n = 0; n < 9; n++)
        {
            books.Bill(10, "2026-01-31", 10, project);
        }

        var before = await books.View();
        books.Bill(10, "2026-01-31", 10, project);
        books.Organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Model = "account.analytic.line", Method = "search_read", Skip = 1, Status = 502 });
        Assert.NotNull((await books.Read()).Problem);

        var failed = await books.Shown();
        Assert.Equal((before.Total, before.Shown), (failed.Total, failed.Shown));
        Assert.NotNull(failed.Last!.Problem);
        Assert.True(failed.Tie!.Ties);
        Assert.Equal(9, await books.Organisation.Query(db => db.ActualLines.CountAsync()));

        books.Organisation.Sandbox.Faults.Clear();
        Assert.Equal(10, (await books.View()).Total.Lines);
    }

    [Fact]
    public async Task What_changes_between_the_lines_and_the_sum_does_not_tie_and_is_said()
    {
        await using var books = await Books.Start(database);
        var project = await books.Project();
        books.Bill(10, "2026-01-31", 10, project);
        await books.View();
        await books.Organisation.Query(db => db.Database.ExecuteSqlAsync($"update actual_sums set amount = amount - 0.01"));
        Assert.False((await books.Shown()).Tie!.Ties);
    }

    [Fact]
    public async Task Without_the_right_to_read_entries_the_lines_are_read_and_payments_are_not_known()
    {
        await using var books = await Books.Start(database);
        books.Bill(25, "2026-01-31", 0, await books.Project());
        books.Odoo.SetGroups("sync@example.org", ["base.group_user", "analytic.group_analytic_accounting", "project.group_project_manager"]);
        var view = await books.View();
        Assert.Equal((25m, null, false, 1), (view.Total.Actual, view.Total.Committed, view.KnowsCommitted, view.Total.Lines));
        Assert.StartsWith("BILL/2026/01/0001", (await books.Organisation.Expect(new ReadActualLines(books.Organisation.GrantId))).Lines[0].Entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_converts_the_figures_and_the_former_one_is_kept()
    {
        await using var books = await Books.Start(database);
        const string currency = "KES";
        var first = await books.Category(0);
        books.Bill(12.50, "2026-01-31", 12.50, await books.Project(), first.State.OdooId!.Value, first.Lines[0].State.OdooId!.Value);
        var shillings = books.Odoo.Records("res.currency").Single(c => c.Text("name") == currency).Id;
        books.Odoo.Edit("account.analytic.line", books.Odoo.Records("account.analytic.line").Single().Id, new Dictionary<string, object?> { ["currency_id"] = shillings });
        var plain = await books.View();
        Assert.Equal((currency, 12.50m, null, null), (plain.Currency, plain.Total.Actual, plain.Total.Remaining, plain.Total.Percent));

        var (organisation, grant) = (books.Organisation, books.Organisation.GrantId);
        await organisation.Expect(new StateRate(grant, currency, "1.25"));
        var converted = await books.Shown();
        Assert.Equal(("EUR", 10m, 53m, 15.9m), (converted.Currency, converted.Total.Actual, converted.Total.Remaining, converted.Total.Percent));
        Assert.Equal((currency, 1.25m, "Amina"), converted.Rates.Single() is { } rate ? (rate.Currency, rate.Rate, rate.SetBy) : default);

        await organisation.Expect(new StateRate(grant, currency, "2.5"));
        var again = await books.Shown();
        Assert.Equal((5m, 2.5m, 1.25m), (again.Total.Actual, again.Rates.Single().Rate, again.FormerRates.Single().Rate));
        Assert.True(again.Tie!.Ties);

        Assert.IsType<Invalid>((await organisation.Send(new StateRate(grant, currency, "0"))).Refusal);
        Assert.IsType<Invalid>((await organisation.Send(new StateRate(grant, currency, "1,25"))).Refusal);
        Assert.IsType<Invalid>((await organisation.Send(new StateRate(grant, "EUR", "1"))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new StateRate(grant, currency, "1"), Role.Viewer)).Refusal);
    }

    [Fact]
    public async Task Each_night_one_node_reads_and_one_that_failed_is_tried_again()
    {
        await using var books = await Books.Start(database);
        books.Bill(5, "2026-01-31", 5, await books.Project());
        var organisation = books.Organisation;
        await organisation.Run<NightlyActuals>();
        Assert.Null((await books.Shown()).Last);

        organisation.Clock.Advance(TimeSpan.FromDays(1));
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        await organisation.Run<NightlyActuals>();
        Assert.NotNull((await books.Shown()).Last!.Problem);

        organisation.Sandbox.Faults.Clear();
        organisation.Clock.Advance(new Nights().TryAgain + TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => organisation.Run<NightlyActuals>()));
        var view = await books.Shown();
        Assert.Equal((1, null, null), (view.Total.Lines, view.Shown!.StartedBy, view.Last!.Problem));
        Assert.Equal(2, await organisation.Query(db => db.ActualReads.CountAsync()));
        Assert.True(view.NextAt > organisation.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Two_readings_do_not_run_at_once_and_a_dead_one_does_not_stand_in_the_way()
    {
        await using var books = await Books.Start(database);
        books.Bill(5, "2026-01-31", 5, await books.Project());
        var organisation = books.Organisation;
        var now = organisation.Clock.GetUtcNow();
        await organisation.Query(db => db.Database.ExecuteSqlAsync($"insert into actual_reads (tenant_id, started_at, alive_at) values ({organisation.Tenant}, {now}, {now})"));
        Assert.IsType<ActualsAreBeingRead>((await organisation.Send(new RefreshActuals())).Refusal);

        organisation.Clock.Advance(new ActualsLimits().DeadAfter + TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await books.View()).Total.Lines);
        Assert.All(await organisation.Query(db => db.ActualReads.ToListAsync()), read => Assert.NotNull(read.EndedAt));
    }

    [Fact]
    public async Task A_neighbour_sees_nothing_and_without_a_connection_there_is_nothing_to_read()
    {
        await using var books = await Books.Start(database);
        books.Bill(5, "2026-01-31", 5, await books.Project());
        await books.View();
        await using var neighbour = await Organisation.StartBeside(books.Organisation);
        Assert.IsType<NotFound>((await neighbour.Send(new ReadActuals(books.Organisation.GrantId))).Refusal, exactMatch: false);
        Assert.IsType<NotFound>((await neighbour.Send(new ReadActualLines(books.Organisation.GrantId))).Refusal, exactMatch: false);
        Assert.Equal(0, await neighbour.Query(db => db.ActualLines.IgnoreQueryFilters().CountAsync()));
        Assert.Equal(0, await neighbour.Query(db => db.ActualReads.IgnoreQueryFilters().CountAsync()));

        var view = await neighbour.Expect(new ReadActuals(neighbour.GrantId));
        Assert.Equal((false, null, null), (view.IsConnected, view.Shown, view.Tie));
        Assert.NotNull((await neighbour.Send(new RefreshActuals())).Refusal);
    }
}
