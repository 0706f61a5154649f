using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Actuals;

/// <summary>What somebody enters by hand for a project that is not in Odoo.</summary>
public sealed class ManualActualsTests(TestDatabase database)
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    [Fact]
    public async Task An_entry_counts_in_its_category_line_project_and_month_and_opens_with_the_number()
    {
        await using var books = await Books.Start(database);
        var (organisation, partner, first) = (books.Organisation, await Partner(books.Organisation), await books.Category());
        var line = first.Lines[0];
        books.Bill(10, "2026-03-02", 10, await books.Project(), first.State.OdooId!.Value, line.State.OdooId!.Value);
        await organisation.Expect(Entry(organisation, partner, first, "12.50") with { LineId = line.Id, Partner = "Wajir Youth", Reference = "Q1/7" });
        await organisation.Expect(Entry(organisation, partner, first, "-2.25") with { Date = new DateOnly(2026, 4, 1) });

        var view = await books.View();
        Assert.Equal((20.25m, 0m, 3), (view.Total.Actual, view.Total.Committed, view.Total.Lines));
        var category = view.Categories.Single(c => c.Id == first.Id);
        Assert.Equal((20.25m, 22.50m, -2.25m), (category.Figures.Actual, category.Details[0].Figures.Actual, category.NotOnALine!.Actual));
        Assert.Equal([10m, 10.25m], view.Projects.Select(p => p.Figures.Actual));
        Assert.Equal([(3, 22.50m, 2), (4, -2.25m, 1)], view.Months.Select(m => (m.Month.Month, m.Actual, m.Lines)));
        Assert.Equal((2, 10.25m), (view.Manual!.Entries, view.Manual.Amount));

        // the check stays about Odoo's lines
        Assert.True(view.Tie!.Ties);
        Assert.Equal((1, -10m), (view.Tie.Companies.Single().Lines, view.Tie.Companies.Single().Sum));

        var lines = await organisation.Expect(new ReadActualLines(organisation.GrantId, Line: line.Id, Part: SpentPart.Actual));
        Assert.Equal((22.50m, 2), (lines.Sum, lines.Count));
        Assert.Equal(("Borehole pump", "Wajir Youth", "Q1/7", null, 12.50m), lines.Lines[0] is { ManualId: not null } manual ? (manual.Text, manual.Partner, manual.Reference, manual.OdooId, manual.Spent) : default);
        Assert.Null(lines.Lines[1].ManualId);
        var ofPartner = await organisation.Expect(new ReadActuals(organisation.GrantId, Project: partner));
        Assert.Equal((10.25m, 2), (ofPartner.Total.Actual, ofPartner.Total.Lines));
    }

    [Fact]
    public async Task Without_any_Odoo_the_figures_are_the_entries()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var partner = await Partner(organisation);
        await organisation.Expect(Entry(organisation, partner, (await organisation.Budget()).Categories[1], "9"));
        var view = await organisation.Expect(new ReadActuals(organisation.GrantId));
        Assert.Equal((9m, 54m, "EUR", null), (view.Total.Actual, view.Total.Remaining, view.Currency, view.Tie));
    }

    [Fact]
    public async Task Books_in_another_currency_stand_apart_from_the_entries_until_a_rate_is_stated()
    {
        await using var books = await Books.Start(database);
        const string currency = "KES";
        var organisation = books.Organisation;
        books.Bill(12.50, "2026-01-31", 12.50, await books.Project());
        var shillings = books.Odoo.Records("res.currency").Single(c => c.Text("name") == currency).Id;
        books.Odoo.Edit("account.analytic.line", books.Odoo.Records("account.analytic.line").Single().Id, new Dictionary<string, object?> { ["currency_id"] = shillings });
        await organisation.Expect(Entry(organisation, await Partner(organisation), await books.Category(), "4"));
        var view = await books.View();
        Assert.Equal(("EUR", 4m, null), (view.Currency, view.Total.Actual, view.Total.Remaining));
        Assert.Equal((currency, 12.50m), (view.Apart.Single().Currency, view.Apart.Single().Amount));

        await organisation.Expect(new StateRate(organisation.GrantId, currency, "1.25"));
        Assert.Equal((14m, 49m), await books.Shown() is { } converted ? (converted.Total.Actual, converted.Total.Remaining!.Value) : default);
    }

    [Fact]
    public async Task A_correction_takes_the_place_of_the_former_entry_and_both_stay_to_be_seen()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, category) = (await Partner(organisation), (await organisation.Budget()).Categories[1]);
        var entered = await organisation.Expect(Entry(organisation, partner, category, "10"));
        organisation.Clock.Advance(TimeSpan.FromHours(1));
        var corrected = await organisation.Expect(Entry(organisation, partner, category, "8") with { Id = entered });
        var again = await organisation.Expect(Entry(organisation, partner, category, "8.50") with { Id = corrected });
        Assert.Equal(again, await organisation.Expect(Entry(organisation, partner, category, "8.5") with { Id = again }));

        var item = Assert.Single((await Manual(organisation)).Entries);
        Assert.Equal((again, 8.50m, "Amina"), (item.Id, item.Amount, item.EnteredBy));
        Assert.Equal([(corrected, 8m), (entered, 10m)], item.Former.Select(f => (f.Id, f.Amount)));
        Assert.True(item.EnteredAt > item.Former[1].EnteredAt);
        Assert.Equal(8.50m, (await organisation.Expect(new ReadActuals(organisation.GrantId))).Total.Actual);

        // whoever opened the former one is told
        Assert.IsType<EntryHasMoved>((await organisation.Send(Entry(organisation, partner, category, "7") with { Id = entered })).Refusal);
        Assert.IsType<EntryHasMoved>((await organisation.Send(new RemoveManualActual(organisation.GrantId, corrected))).Refusal);
        Assert.Equal(3, await organisation.Query(db => db.ManualActuals.CountAsync()));
    }

    [Fact]
    public async Task Of_two_who_correct_at_the_same_moment_one_is_refused()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, category) = (await Partner(organisation), (await organisation.Budget()).Categories[1]);
        var entered = await organisation.Expect(Entry(organisation, partner, category, "10"));
        var both = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => organisation.Send(Entry(organisation, partner, category, $"{n}") with { Id = entered })));
        Assert.Equal(3, both.Count(b => b.Refusal is EntryHasMoved));
        var item = Assert.Single((await Manual(organisation)).Entries);
        Assert.Equal((both.Single(b => !b.IsRefused).Value, 2), (item.Id, await organisation.Query(db => db.ManualActuals.CountAsync())));
    }

    [Fact]
    public async Task A_removed_entry_counts_no_more_and_says_who_removed_it()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, category) = (await Partner(organisation), (await organisation.Budget()).Categories[1]);
        var entered = await organisation.Expect(Entry(organisation, partner, category, "10"));
        await organisation.Expect(new RemoveManualActual(organisation.GrantId, entered));
        var view = await Manual(organisation);
        Assert.Equal((0, 0m), (view.Count, view.Sum));
        Assert.Equal((10m, "Amina"), (view.Removed.Single().Amount, view.Removed.Single().RemovedBy));
        Assert.NotNull(view.Removed.Single().RemovedAt);
        Assert.Equal(0, (await organisation.Expect(new ReadActuals(organisation.GrantId))).Total.Actual);
        Assert.IsType<EntryHasMoved>((await organisation.Send(new RemoveManualActual(organisation.GrantId, entered))).Refusal);
    }

    [Fact]
    public async Task The_database_itself_keeps_what_was_entered()
    {
        await using var organisation = await Organisation.Start(database);
        var entered = await organisation.Expect(Entry(organisation, await Partner(organisation), (await organisation.Budget()).Categories[1], "10"));
        foreach (var act in new[]
        {
            "update manual_actuals set amount = 1", "update manual_actuals set description = 'x'", "update manual_actuals set partner = 'x'", "delete from manual_actuals",
        })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => organisation.Query(db => db.Database.ExecuteSqlRawAsync(act)));
            Assert.Contains("kept as they were entered", refused.Message, StringComparison.Ordinal);
        }

        await organisation.Expect(new RemoveManualActual(organisation.GrantId, entered));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => organisation.Query(db => db.Database.ExecuteSqlRawAsync("update manual_actuals set removed_at = null")));
    }

    [Fact]
    public async Task What_cannot_be_right_is_refused_at_its_field()
    {
        await using var organisation = await Organisation.Start(database);
        var budget = await organisation.Budget();
        var (inOdoo, partner, category) = (budget.Projects[0].Id, await Partner(organisation), budget.Categories[1]);
        var right = Entry(organisation, partner, category, "10");
        foreach (var (wrong, field) in new[]
        {
            (right with { Amount = "0" }, "Amount"),
            (right with { Amount = "" }, "Amount"),
            (right with { Amount = "1,000" }, "Amount"),
            (right with { Amount = "1.005" }, "Amount"),
            (right with { Amount = "-9999999999999" }, "Amount"),
            (right with { Date = null }, "Date"),
            (right with { Date = new DateOnly(2062, 3, 14) }, "Date"),
            (right with { Description = " " }, "Description"),
            (right with { ProjectId = inOdoo }, "ProjectId"),
            (right with { CategoryId = 0 }, "CategoryId"),
            (right with { LineId = budget.Categories[2].Lines[0].Id }, "LineId"),
        })
        {
            Assert.Equal(field, ((await organisation.Send(wrong)).Refusal as Invalid)?.Fields.Single().Field);
        }

        Assert.IsType<NotFound>((await organisation.Send(right with { Id = 999_999 })).Refusal, exactMatch: false);
        Assert.IsType<Forbidden>((await organisation.Send(right, Role.Viewer)).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new RemoveManualActual(organisation.GrantId, 1), Role.Viewer)).Refusal);
        Assert.False((await organisation.Send(new ReadManualActuals(organisation.GrantId), Role.Viewer)).IsRefused);
        Assert.Empty((await Manual(organisation)).Entries);
    }

    [Fact]
    public async Task The_list_is_searched_and_a_neighbour_sees_nothing_of_it()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, budget) = (await Partner(organisation), await organisation.Budget());
        Assert.IsType<NothingOutsideOdoo>((await organisation.Send(new ReadManualActuals(await organisation.CreateGrant("TWO", 2)))).Refusal);
        for (var n = 1; n <= 7; n++)
        {
            await organisation.Expect(Entry(organisation, partner, budget.Categories[n % 2 + 1], $"{n}") with { Description = $"Workshop {n}", Reference = n == 3 ? "50% paid" : null });
        }

        Task<ManualActualsView> Found(ReadManualActuals asked) => organisation.Expect(asked);
        var all = await Found(new ReadManualActuals(organisation.GrantId));
        Assert.Equal((7, 28m, 2, 5), (all.Count, all.Sum, all.Pages, all.Entries.Count));
        Assert.Equal((3, 12m), await Found(new ReadManualActuals(organisation.GrantId, Category: budget.Categories[1].Id)) is { } one ? (one.Count, one.Sum) : default);
        Assert.Equal(3m, (await Found(new ReadManualActuals(organisation.GrantId, Search: "50%"))).Sum);
        Assert.Equal(0, (await Found(new ReadManualActuals(organisation.GrantId, Project: budget.Projects[0].Id))).Count);

        await using var neighbour = await Organisation.StartBeside(organisation);
        Assert.IsType<GrantIsGone>((await neighbour.Send(new ReadManualActuals(organisation.GrantId))).Refusal);
        Assert.IsType<GrantIsGone>((await neighbour.Send(Entry(organisation, partner, budget.Categories[1], "1"))).Refusal);
        Assert.Equal(0, await neighbour.Query(db => db.ManualActuals.IgnoreQueryFilters().CountAsync()));
    }

    [Fact]
    public async Task A_project_that_goes_into_Odoo_later_keeps_its_entries_and_takes_no_new_ones()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, category) = (await Partner(organisation), (await organisation.Budget()).Categories[1]);
        var entered = await organisation.Expect(Entry(organisation, partner, category, "10"));
        await organisation.Expect(new SaveProject(partner, organisation.GrantId, "Partner", null, null, NotInOdoo: false));
        await organisation.Sync();
        Assert.Equal(10m, (await organisation.Expect(new ReadActuals(organisation.GrantId))).Total.Actual);
        Assert.Equal("ProjectId", ((await organisation.Send(Entry(organisation, partner, category, "1"))).Refusal as Invalid)?.Fields.Single().Field);
        await organisation.Expect(Entry(organisation, partner, category, "9") with { Id = entered });
        Assert.Equal(9m, (await Manual(organisation)).Sum);
        Assert.Equal([false], (await Manual(organisation)).Projects.Select(p => p.TakesEntries));
    }

    [Fact]
    public async Task What_is_taken_out_of_the_budget_later_stays_in_the_figures()
    {
        await using var organisation = await Organisation.Start(database);
        var (partner, category) = (await Partner(organisation), (await organisation.Budget()).Categories[1]);
        var line = category.Lines[0];
        var entered = await organisation.Expect(Entry(organisation, partner, category, "10") with { LineId = line.Id });
        await organisation.Expect(new EditBudget(organisation.GrantId, [new LineEdit { Id = line.Id, CategoryId = category.Id, SeenRevision = line.Revision, Remove = true }]));
        await organisation.Expect(new RemoveProject(organisation.GrantId, partner));
        var view = await organisation.Expect(new ReadActuals(organisation.GrantId));
        Assert.Equal((10m, 10m), (view.Categories.Single(c => c.Id == category.Id).Details.Single(d => d.Id == line.Id).Figures.Actual, view.Projects.Single(p => p.Id == partner).Figures.Actual));
        await organisation.Expect(Entry(organisation, partner, category, "11") with { Id = entered, LineId = line.Id });
    }

    internal static SaveManualActual Entry(Organisation organisation, long project, CategoryView category, string amount) =>
        new(null, organisation.GrantId, project, category.Id, null, Day, "Borehole pump", null, null, amount);

    /// <summary>Adds a project that a partner keeps to the organisation's grant.</summary>
    internal static Task<long> Partner(Organisation organisation) =>
        organisation.Expect(new SaveProject(null, organisation.GrantId, "Partner", null, null, NotInOdoo: true));

    private static Task<ManualActualsView> Manual(Organisation organisation) => organisation.Expect(new ReadManualActuals(organisation.GrantId));
}
