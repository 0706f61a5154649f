using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Tests.Budgets;

/// <summary>Cells are saved as they are typed, each by itself, whoever else is typing.</summary>
public sealed class SaveDraftTests(TestDatabase database)
{
    [Fact]
    public async Task A_wrong_cell_keeps_no_other_from_being_saved()
    {
        await using var desk = await Desk.Open(database);
        var (first, second) = (desk.Lines[0], desk.Lines[1]);

        var saved = await desk.Save(
            Typed(first, ("unitValue", "twelve"), ("unitName", "boat")),
            Typed(second, ("units", "7")));

        Assert.Equal("'twelve' is not a number.", saved.Lines[0].Problems["unitValue"]);
        Assert.Equal((first.UnitValue, "boat"), await desk.Read(first, l => (l.UnitValue, l.UnitName)));
        Assert.Equal(7, await desk.Read(second, l => l.Units));
        Assert.Equal(first.Revision + 1, saved.Lines[0].Revision);
    }

    [Fact]
    public async Task Two_people_in_one_line_meet_only_in_the_cell_that_both_changed()
    {
        await using var desk = await Desk.Open(database);
        var line = desk.Lines[0];
        await desk.Save(Typed(line, ("unitValue", "3000"), ("description", "Theirs")));

        var late = Assert.Single((await desk.Save(Typed(line, ("unitValue", "2000"), ("units", "9")))).Lines);

        Assert.Equal(["unitValue"], late.Conflicts);
        Assert.Equal("3000", late.Cells["unitValue"]);
        Assert.Equal((9m, 3000m, "Theirs"), await desk.Read(line, l => (l.Units, l.UnitValue, l.Description)));

        // who has seen theirs may write over it
        var decided = await desk.Save(new DraftLine { Id = line.Id, Cells = new Dictionary<string, CellEdit> { ["unitValue"] = new("3000", "2000") } });
        Assert.Empty(decided.Lines[0].Conflicts);
        Assert.Equal(2000m, await desk.Read(line, l => l.UnitValue));
    }

    [Fact]
    public async Task A_line_that_is_sent_again_is_added_once()
    {
        await using var desk = await Desk.Open(database);
        var added = desk.New("9.1", "Boat hire");

        var first = await desk.Save(added);
        var again = await desk.Save(added);

        Assert.Equal(first.Lines[0].Id, again.Lines[0].Id);
        Assert.Empty(again.Lines[0].Conflicts);
        Assert.Equal(first.Revision, again.Revision);
        Assert.Single((await desk.Now()).Categories.SelectMany(c => c.Lines), l => l.Code == "9.1");
    }

    [Fact]
    public async Task Two_codes_can_be_swapped_and_a_code_in_use_is_refused_at_its_cell_alone()
    {
        await using var desk = await Desk.Open(database, lines: 8);
        var category = (await desk.Now()).Categories.First(c => c.Lines.Count >= 2);
        var (one, other) = (category.Lines[0], category.Lines[1]);

        await desk.Save(Typed(one, ("code", other.Code)), Typed(other, ("code", one.Code)));
        Assert.Equal((other.Code, one.Code), (await desk.Read(one, l => l.Code), await desk.Read(other, l => l.Code)));

        var refused = await desk.Save(new DraftLine
        {
            Id = one.Id,
            Cells = new Dictionary<string, CellEdit> { ["code"] = new(other.Code, one.Code), ["unitName"] = new(one.UnitName, "boat") },
        });
        Assert.Contains("used twice", refused.Lines[0].Problems["code"], StringComparison.Ordinal);
        Assert.Equal((other.Code, "boat"), await desk.Read(one, l => (l.Code, l.UnitName)));
    }

    [Fact]
    public async Task A_removed_line_is_put_back_as_itself()
    {
        await using var desk = await Desk.Open(database);
        var line = desk.Lines[0];
        var removed = await desk.Save(new DraftLine { Id = line.Id, Seen = line.Revision, Remove = true });
        Assert.True(removed.Lines[0].IsRemoved);
        Assert.DoesNotContain((await desk.Now()).Categories.SelectMany(c => c.Lines), l => l.Id == line.Id);

        await desk.Save(new DraftLine { Id = line.Id, Seen = removed.Lines[0].Revision, Remove = false });
        Assert.Equal(line.Amount, await desk.Read(line, l => l.Amount));
    }

    [Fact]
    public async Task Nobody_removes_a_line_that_was_changed_unseen_nor_types_into_a_removed_one()
    {
        await using var desk = await Desk.Open(database);
        var line = desk.Lines[0];
        var changed = await desk.Save(Typed(line, ("units", "4")));
        var late = await desk.Save(new DraftLine { Id = line.Id, Seen = line.Revision, Remove = true });
        Assert.Equal(["line"], late.Lines[0].Conflicts);

        await desk.Save(new DraftLine { Id = line.Id, Seen = changed.Lines[0].Revision, Remove = true });
        var typed = await desk.Save(new DraftLine { Id = line.Id, Cells = new Dictionary<string, CellEdit> { ["units"] = new("4", "5") } });
        Assert.True(typed.Lines[0].IsRemoved);
        Assert.Equal(["line"], typed.Lines[0].Conflicts);
    }

    [Fact]
    public async Task A_line_moves_to_another_category_and_place()
    {
        await using var desk = await Desk.Open(database);
        var budget = await desk.Now();
        var (from, to) = (budget.Categories[0], budget.Categories[1]);
        var line = from.Lines[0];

        await desk.Save(new DraftLine
        {
            Id = line.Id,
            Cells = new Dictionary<string, CellEdit>
            {
                ["categoryId"] = new(Text(from.Id), Text(to.Id)),
                ["position"] = new(Text(line.Position), "-5"),
                ["code"] = new(line.Code, "moved"),
            },
        });

        var there = (await desk.Now()).Categories.Single(c => c.Id == to.Id);
        Assert.Equal("moved", there.Lines[0].Code);
        Assert.Equal(from.Total - line.Amount, (await desk.Now()).Categories.Single(c => c.Id == from.Id).Total);
    }

    [Fact]
    public async Task A_divided_budget_adds_up_by_period_and_comes_together_again()
    {
        await using var desk = await Desk.Open(database);
        var line = desk.Lines[0];
        await desk.Save(Typed(line, ("units", "5"), ("unitValue", "10.005")));
        await desk.Organisation.Expect(new DivideBudget(desk.Organisation.GrantId, PeriodLength.Quarters));
        var divided = await desk.Now();
        Assert.Equal(5m, await desk.Read(line, l => l.PeriodUnits[0]));

        await desk.Save(new DraftLine { Id = line.Id, Cells = new Dictionary<string, CellEdit> { ["period1"] = new("5", "1"), ["period2"] = new("0", "1.5") } });

        // 10.01 + 15.01 (10.005 x 1.5 = 15.0075), each rounded, not 25.0125 rounded once
        Assert.Equal((2.5m, 25.02m), await desk.Read(line, l => (l.Units, l.Amount)));
        Assert.True(divided.PeriodList.Count > 2);

        await desk.Organisation.Expect(new DivideBudget(desk.Organisation.GrantId, PeriodLength.Years));
        Assert.Equal(2.5m, await desk.Read(line, l => l.PeriodUnits[0]));
        await desk.Organisation.Expect(new DivideBudget(desk.Organisation.GrantId, PeriodLength.Whole));
        Assert.Equal((2.5m, 25.01m), await desk.Read(line, l => (l.Units, l.Amount)));
    }

    [Fact]
    public async Task What_was_typed_under_a_period_that_is_gone_is_told()
    {
        await using var desk = await Desk.Open(database);
        var told = await desk.Save(new DraftLine { Id = desk.Lines[0].Id, Cells = new Dictionary<string, CellEdit> { ["period3"] = new("0", "12") } });
        Assert.Contains("'12'", told.Lines[0].Problems["line"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_a_description_is_a_draft_that_sync_refuses()
    {
        await using var organisation = await Organisation.Start(database);
        var desk = await Desk.Of(organisation);
        await desk.Save(desk.New("9.1", ""));
        var refused = await organisation.Send(new Application.Sync.SyncGrant(organisation.GrantId));
        Assert.Equal(["9.1"], Assert.IsType<Application.Sync.UnfinishedLines>(refused.Refusal).Lines);
    }

    [Fact]
    public async Task A_viewer_saves_nothing()
    {
        await using var desk = await Desk.Open(database);
        Assert.IsType<Forbidden>((await desk.Organisation.Send(new SaveDraft(desk.Organisation.GrantId, []), Role.Viewer)).Refusal);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static DraftLine Typed(LineView line, params (string Cell, string Value)[] cells) => new()
    {
        Id = line.Id,
        Cells = cells.ToDictionary(c => c.Cell, c => new CellEdit(Seen(line, c.Cell), c.Value)),
    };

    private static string Seen(LineView line, string cell) => cell switch
    {
        "code" => line.Code,
        "description" => line.Description,
        "unitName" => line.UnitName,
        "units" => line.Units.ToString(CultureInfo.InvariantCulture),
        "unitValue" => line.UnitValue.ToString(CultureInfo.InvariantCulture),
        "position" => Text(line.Position),
        _ => "",
    };

    private sealed class Desk(Organisation organisation, long categoryId, IReadOnlyList<LineView> lines) : IAsyncDisposable
    {
        public Organisation Organisation => organisation;

        public IReadOnlyList<LineView> Lines => lines;

        public static async Task<Desk> Open(TestDatabase database, int lines = 3) => await Of(await Organisation.Start(database, lines: lines, connect: false));

        public static async Task<Desk> Of(Organisation organisation)
        {
            var budget = await organisation.Budget();
            return new Desk(organisation, budget.Categories[0].Id, [.. budget.Categories.SelectMany(c => c.Lines)]);
        }

        public Task<BudgetView> Now() => organisation.Budget();

        public Task<DraftSaved> Save(params DraftLine[] lines) => organisation.Expect(new SaveDraft(organisation.GrantId, lines));

        public DraftLine New(string code, string description) => new()
        {
            Key = Guid.NewGuid(),
            Cells = new Dictionary<string, CellEdit>
            {
                ["categoryId"] = new(null, Text(categoryId)),
                ["code"] = new(null, code),
                ["description"] = new(null, description),
                ["units"] = new(null, "2"),
            },
        };

        public async Task<T> Read<T>(LineView line, Func<LineView, T> what) =>
            what((await Now()).Categories.SelectMany(c => c.Lines).Single(l => l.Id == line.Id));

        public ValueTask DisposeAsync() => organisation.DisposeAsync();
    }
}
