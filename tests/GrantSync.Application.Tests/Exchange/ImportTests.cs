using System.Globalization;
using System.Text;
using GrantSync.Application.Budgets;
using GrantSync.Application.Exchange;
using GrantSync.Application.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Exchange;

/// <summary>A file is looked at before it becomes a budget; who types meanwhile loses nothing.</summary>
public sealed class ImportTests(TestDatabase database)
{
    private const string Heads = "Category code,Line code,Description,Unit,Unit value,Units\n";

    [Fact]
    public async Task A_preview_says_of_each_cell_what_it_would_do_and_moves_nothing()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var before = await organisation.Budget();
        var (category, line) = First(before);
        var view = await Preview(organisation, Heads
            + $"{category.Code},{line.Code},Dearer,{line.UnitName},12.5,2\n"
            + $"{category.Code},9.9,Boat,day,many,3\n"
            + $"XXX,1,Nowhere,,1,1\n{category.Code},,No code,,1,1\n{category.Code},9.9,Again,,1,1\n,,,,,\n");

        Assert.Equal([ImportKind.Changed, ImportKind.New, ImportKind.Refused, ImportKind.Refused, ImportKind.Refused], view.Rows.Select(r => r.Kind));
        Assert.Equal([("description", line.Description, "Dearer"), ("unitValue", "10.5", "12.5")], view.Rows[0].Cells.Select(c => (c.Cell, c.Was, c.Typed)));
        Assert.Equal("'many' is not a number.", view.Rows[1].Cells.Single(c => c.Kind == ImportKind.Refused).Problem);
        Assert.Equal(
            ["The budget has no category with the code XXX.", "This row has no line code.", "The line 9.9 stands twice in the file."], view.Rows.Skip(2).Select(r => r.Problem!));
        Assert.Equal(before.Categories.SelectMany(c => c.Lines).Count() - 1, view.NotInFile.Count);
        Assert.Equal(before.Revision, (await organisation.Budget()).Revision);
        Assert.IsType<Forbidden>((await organisation.Send(new ReadImport(organisation.GrantId, view.Id), Role.Viewer)).Refusal);
    }

    [Fact]
    public async Task Taking_over_writes_what_is_right_keeps_what_is_missing_and_removes_what_is_ticked()
    {
        await using var organisation = await Organisation.Start(database, connect: false, lines: 6);
        var before = await organisation.Budget();
        var (category, line) = First(before);
        var view = await Preview(organisation, Heads + $"{category.Code},{line.Code},Dearer,trip,12.5,\"-3\"\n{category.Code},9.9,Boat,day,1250.5,3\n");
        var removed = view.NotInFile[0];

        var taken = await organisation.Expect(new TakeOver(organisation.GrantId, view.Id, [removed.Id, line.Id]));

        Assert.Equal((1, 1, 1, 0), (taken.Added, taken.Changed, taken.Removed, taken.Left.Count));
        var lines = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).ToList();
        Assert.Equal(("Dearer", "trip", 12.5m, 2m, 25m), lines.Where(l => l.Id == line.Id).Select(l => (l.Description, l.UnitName, l.UnitValue, l.Units, l.Amount)).Single());
        Assert.Equal(3751.5m, lines.Single(l => l.Code == "9.9").Amount);
        Assert.DoesNotContain(lines, l => l.Id == removed.Id);
        Assert.Equal(6, lines.Count);
        Assert.IsType<ImportIsGone>((await organisation.Send(new TakeOver(organisation.GrantId, view.Id, []))).Refusal);
        Assert.Equal(0, await organisation.Query(db => db.BudgetImports.CountAsync()));
    }

    [Fact]
    public async Task What_somebody_changed_since_the_preview_stays_and_is_told()
    {
        await using var organisation = await Organisation.Start(database, connect: false, lines: 6);
        var (category, line) = First(await organisation.Budget());
        var view = await Preview(organisation, Heads + $"{category.Code},{line.Code},Ours,trip,12.5,7\n{category.Code},9.9,Boat,day,1,1\n");
        var missing = view.NotInFile[0];
        await organisation.Expect(new SaveDraft(organisation.GrantId,
        [
            new DraftLine { Id = line.Id, Cells = new Dictionary<string, CellEdit> { ["unitValue"] = new("10.5", "99") } },
            new DraftLine { Id = missing.Id, Cells = new Dictionary<string, CellEdit> { ["unitName"] = new("month", "year") } },
            new DraftLine { Key = Guid.NewGuid(), Cells = new Dictionary<string, CellEdit> { ["categoryId"] = new(null, category.Id.ToString(CultureInfo.InvariantCulture)), ["code"] = new(null, "9.9"), ["description"] = new(null, "Theirs") } },
        ]));
        Assert.True((await organisation.Expect(new ReadImport(organisation.GrantId, view.Id))).HasMoved);

        var taken = await organisation.Expect(new TakeOver(organisation.GrantId, view.Id, [missing.Id]));

        Assert.Equal((0, 1, 0), (taken.Added, taken.Changed, taken.Removed));
        Assert.Equal([("9.9", null, ""), (line.Code, "unitValue", "99"), (missing.Code, null, "")], taken.Left.Select(l => (l.Code, l.Cell, l.Now)));
        var lines = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).ToList();
        Assert.Equal((99m, 7m, "Ours"), lines.Where(l => l.Id == line.Id).Select(l => (l.UnitValue, l.Units, l.Description)).Single());
        Assert.Equal("Theirs", lines.Single(l => l.Code == "9.9").Description);
        Assert.Contains(lines, l => l.Id == missing.Id);
    }

    [Fact]
    public async Task Looking_again_takes_the_budget_as_it_is_now_and_a_dropped_file_is_gone()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var (category, line) = First(await organisation.Budget());
        var view = await Preview(organisation, Heads.Replace(',', ';') + $"{category.Code};{line.Code};{line.Description};month;1.250;2\n");
        Assert.Contains("two ways", view.Rows[0].Cells.Single().Problem!, StringComparison.Ordinal);
        await organisation.Expect(new LookAgain(organisation.GrantId, view.Id, NumberForm.Comma));
        Assert.Equal("1250", (await organisation.Expect(new ReadImport(organisation.GrantId, view.Id))).Rows[0].Cells.Single().Typed);
        await organisation.Expect(new DropImport(organisation.GrantId, view.Id));
        Assert.IsType<ImportIsGone>((await organisation.Send(new ReadImport(organisation.GrantId, view.Id))).Refusal);
    }

    [Fact]
    public async Task A_divided_budget_takes_units_by_period_only()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await organisation.Expect(new DivideBudget(organisation.GrantId, PeriodLength.Years));
        var (category, line) = First(await organisation.Budget());
        var view = await Preview(organisation, $"Categorie;Regel;Aantal;Jaar 1;Jaar 2;Kwartaal 3;Jaar 4\n{category.Code};{line.Code};5;1;4;9;9\n");
        Assert.Equal([("period1", "1"), ("period2", "4")], view.Rows[0].Cells.Select(c => (c.Cell, c.Typed)));
        Assert.Equal(3, view.Ignored.Count);
        await organisation.Expect(new TakeOver(organisation.GrantId, view.Id, []));
        Assert.Equal([1m, 4m, 0m], First(await organisation.Budget()).Line.PeriodUnits);
    }

    [Fact]
    public async Task Anothers_grant_takes_no_file_and_shows_no_preview()
    {
        await using var mine = await Organisation.Start(database, connect: false);
        await using var other = await Organisation.StartBeside(mine);
        var view = await Preview(mine, Heads + "HR,1,x,,1,1\n");
        Assert.IsType<ImportIsGone>((await other.Send(new ReadImport(mine.GrantId, view.Id))).Refusal);
        Assert.IsType<ImportIsGone>((await other.Send(new TakeOver(mine.GrantId, view.Id, []))).Refusal);
        Assert.NotNull((await other.Send(new PreviewImport(mine.GrantId, "x.csv", Encoding.UTF8.GetBytes(Heads)))).Refusal);
    }

    [Fact]
    public async Task An_export_says_in_words_what_it_is_and_imports_unchanged()
    {
        await using var organisation = await Organisation.Start(database, connect: false, lines: 5);
        foreach (var kind in Enum.GetValues<FileKind>())
        {
            var file = await organisation.Expect(new ExportBudget(organisation.GrantId, kind));
            Assert.StartsWith("ETH-EUX-CVP budget.", file.Name, StringComparison.Ordinal);
            var id = await organisation.Expect(new PreviewImport(organisation.GrantId, file.Name, file.Content));
            var view = await organisation.Expect(new ReadImport(organisation.GrantId, id));
            Assert.Equal((5, 5, 0, 0), (view.Rows.Count, view.Unchanged, view.NotInFile.Count, view.Ignored.Count));
            Assert.False(view.HasMoved);
        }
    }

    private static (CategoryView Category, LineView Line) First(BudgetView budget) => (budget.Categories[0], budget.Categories[0].Lines[0]);

    private static async Task<ImportView> Preview(Organisation organisation, string csv)
    {
        var id = await organisation.Expect(new PreviewImport(organisation.GrantId, @"C:\files\budget.csv", Encoding.UTF8.GetBytes(csv)));
        var view = await organisation.Expect(new ReadImport(organisation.GrantId, id));
        Assert.Equal("budget.csv", view.FileName);
        return view;
    }
}
