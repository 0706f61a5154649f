using System.Text.RegularExpressions;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The budget is edited as one edits a spreadsheet.</summary>
public sealed partial class SheetTests(House house)
{
    [Fact]
    public async Task Everything_can_be_done_with_the_keys_alone()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var keys = desk.Page.Keyboard;
        await desk.Cell("1.1", "description").ClickAsync();
        await keys.PressAsync("Alt+Enter");
        await keys.TypeAsync("Field trips");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("trip");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("120,50");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("3");
        await keys.PressAsync("Enter");
        await desk.Saved();
        var line = (await Lines(office)).Single(l => l.Description == "Field trips");
        Assert.Equal(("1.2", "trip", 120.5m, 3m, 361.5m), (line.Code, line.UnitName, line.UnitValue, line.Units, line.Amount));

        // Enter went to the line below in the column where Tab had begun
        await desk.Cell("1.2", "description").ClickAsync();
        await keys.PressAsync("Alt+ArrowUp");
        await desk.Saved();
        Assert.Equal(["1.2", "1.1"], (await office.Budget()).Categories[0].Lines.Select(l => l.Code));
        await keys.PressAsync("Control+Delete");
        await Expect(desk.Row("1.2")).ToHaveCountAsync(0);
        await keys.PressAsync("Control+z");
        await keys.PressAsync("Control+z");
        await desk.Saved();
        Assert.Equal(["1.1", "1.2"], (await office.Budget()).Categories[0].Lines.Select(l => l.Code));

        await keys.PressAsync("Escape");
        await keys.PressAsync("Tab");
        await Expect(desk.Sheet).Not.ToBeFocusedAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_block_from_excel_fills_lines_and_adds_the_missing_ones_in_one_step()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var before = await Lines(office);
        await desk.Cell("2.1", "code").ClickAsync();
        await desk.Paste("2.1\tFlights\tticket\t1,450.00\t4\r\n2.2\t\"Hotel\tand \"\"meals\"\"\"\tnight\t€ 95.50\t10\r\n2.3\t'=1+1\tlot\t(x)\t1\r\n");
        await Expect(desk.Draft).ToHaveTextAsync("15 cells in 3 lines pasted. 1 line is not saved yet; it is kept in this browser.");
        await Expect(desk.Cell("2.3", "unitValue")).ToHaveAttributeAsync("aria-invalid", "true");
        await Camera.Take(desk.Page, "pasted");
        Assert.Equal(
            [("2.1", "Flights", 1450m, 4m), ("2.2", "Hotel\tand \"meals\"", 95.5m, 10m), ("2.3", "=1+1", 0m, 1m)],
            (await Lines(office)).Where(l => l.Code.StartsWith("2.", StringComparison.Ordinal)).Select(l => (l.Code, l.Description, l.UnitValue, l.Units)));

        await desk.Page.Keyboard.PressAsync("Control+z");
        await desk.Saved();
        Assert.Equal(before.Select(l => (l.Id, l.Code, l.Description, l.UnitValue, l.Units)), (await Lines(office)).Select(l => (l.Id, l.Code, l.Description, l.UnitValue, l.Units)));

        await desk.Page.Keyboard.PressAsync("Control+y");
        await Expect(desk.Cell("2.2", "unitName")).ToHaveTextAsync("night");
    }

    [Fact]
    public async Task Headings_and_empty_rows_of_a_pasted_block_make_no_lines_and_sums_say_what_they_leave_out()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Cell("2.1", "code").ClickAsync();
        await desk.Paste("Code\tDescription\tUnit\tUnit value\tUnits\r\n2.1\tFlights\tticket\t100\t4\r\n\t\t\t\t\r\n2.2\tMeals\tnight\tabc\t10\r\n");
        await Expect(desk.Draft).ToHaveTextAsync("10 cells in 2 lines pasted. 1 line is not saved yet; it is kept in this browser.");
        Assert.Equal(["2.1", "2.2"], (await Lines(office)).Where(l => l.Code.StartsWith('2')).Select(l => l.Code));
        await Expect(desk.Total).ToContainTextAsync("+ ?");
        await Expect(desk.Page.Locator("[data-grand-total]")).ToContainTextAsync("+ ?");
        await desk.Type("2.2", "unitValue", "5");
        await Expect(desk.Total).Not.ToContainTextAsync("?");
    }

    [Fact]
    public async Task What_is_copied_goes_to_a_spreadsheet_as_text_and_comes_back_as_it_was()
    {
        await using var office = await Office.Open(house, lines: 8);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "description", "=HYPERLINK(\"http://example.org\")");
        await desk.Cell("1.1", "description").ClickAsync();
        await desk.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await desk.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await desk.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await desk.Page.Keyboard.PressAsync("Control+c");
        var copied = await desk.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith("\"'=HYPERLINK(\"\"http://example.org\"\")\"\t", copied, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202f', copied);

        await desk.Cell("2.1", "description").ClickAsync();
        await desk.Page.Keyboard.PressAsync("Control+v");
        await Expect(desk.Cell("2.1", "description")).ToHaveTextAsync("=HYPERLINK(\"http://example.org\")");
        await desk.Saved();
        var lines = await Lines(office);
        Assert.Equal(lines.Single(l => l.Code == "1.2").UnitValue, lines.Single(l => l.Code == "2.2").UnitValue);
    }

    [Fact]
    public async Task Enter_after_typing_across_with_Tab_begins_the_next_line()
    {
        await using var office = await Office.Open(house, lines: 8);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var keys = desk.Page.Keyboard;
        await desk.Cell("1.1", "description").ClickAsync();
        foreach (var text in (string[])["Driver", "month", "560"])
        {
            await keys.TypeAsync(text);
            await keys.PressAsync("Tab");
        }

        await keys.TypeAsync("36");
        await keys.PressAsync("Enter");
        await Expect(desk.Cell("1.2", "description")).ToHaveClassAsync(IsActive());

        // a press elsewhere begins anew
        await keys.PressAsync("Tab");
        await desk.Cell("2.1", "units").ClickAsync();
        await keys.PressAsync("Enter");
        await Expect(desk.Cell("2.2", "units")).ToHaveClassAsync(IsActive());
    }

    [Fact]
    public async Task A_block_larger_than_the_selection_begins_where_the_selection_begins()
    {
        await using var office = await Office.Open(house, lines: 12);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Cell("1.1", "description").ClickAsync();
        await desk.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await desk.Paste("Driver\r\nGuard\r\nCook\r\n");
        await desk.Saved();
        Assert.Equal(["Driver", "Guard", "Cook"], (await office.Budget()).Categories[0].Lines.Select(l => l.Description));
    }

    /// <summary>What stands beside a number is left out only where the number says the same without it.</summary>
    [Theory]
    [InlineData("7%", null)]
    [InlineData("12-", null)]
    [InlineData("2.5k", null)]
    [InlineData("1.5 mln", null)]
    [InlineData("3 MLN", null)]
    [InlineData("€ 1.250,-", "1\u202f250.00")]
    [InlineData("€ -", "0.00")]
    [InlineData("1,250.50 EUR", "1\u202f250.50")]
    [InlineData("US$ 1,250.50", "1\u202f250.50")]
    [InlineData("Birr 75", "75.00")]
    public async Task A_pasted_number_is_never_read_as_another_one(string pasted, string? shown)
    {
        await using var office = await Office.Open(house, connect: false);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Cell("1.1", "unitValue").ClickAsync();
        await desk.Paste(pasted);
        if (shown is null)
        {
            await Expect(desk.Cell("1.1", "unitValue")).ToHaveAttributeAsync("aria-invalid", "true");
        }
        else
        {
            await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync(shown);
        }
    }

    [Fact]
    public async Task A_column_is_filled_down_by_key_and_by_its_handle()
    {
        await using var office = await Office.Open(house, lines: 8);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "units", "21");
        await desk.Cell("1.1", "units").ClickAsync();
        await desk.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await desk.Page.Keyboard.PressAsync("Control+d");
        await Expect(desk.Cell("1.2", "units")).ToHaveTextAsync("21");

        await desk.Type("2.1", "unitName", "box");
        await desk.Cell("2.1", "unitName").ClickAsync();
        await desk.Page.Locator("[data-fill]").HoverAsync();
        await desk.Page.Mouse.DownAsync();
        await desk.Cell("2.2", "unitName").HoverAsync();
        await desk.Page.Mouse.UpAsync();
        await Expect(desk.Cell("2.2", "unitName")).ToHaveTextAsync("box");
        await desk.Saved();
        Assert.Equal(2, (await Lines(office)).Count(l => l.Units == 21));
    }

    [Fact]
    public async Task A_budget_is_divided_by_quarter_and_adds_up()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var total = await desk.Total.TextContentAsync();
        await desk.Page.GetByLabel("How the budget is divided in time").SelectOptionAsync("quarters");
        await Expect(desk.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Quarter 1", Exact = true })).ToBeVisibleAsync();
        await Expect(desk.Total).ToHaveTextAsync(total!);
        await desk.Type("1.1", "period1", "2");
        await desk.Type("1.1", "period2", "1.5");
        await Expect(desk.Cell("1.1", "units")).ToHaveTextAsync("3.5");
        await desk.Saved();
        await Camera.Take(desk.Page, "quarters");
        var line = (await Lines(office)).Single(l => l.Code == "1.1");
        Assert.Equal((3.5m, 2450.50m * 3.5m), (line.Units, line.Amount));
        await desk.Page.SetViewportSizeAsync(390, 800);
        await Expect(desk.Cell("1.1", "code")).ToBeVisibleAsync();
        await Camera.Take(desk.Page, "quarters narrow");

        await desk.Page.GetByLabel("How the budget is divided in time").SelectOptionAsync("whole");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Add them up" }).ClickAsync();
        await Expect(desk.Cell("1.1", "units")).ToHaveTextAsync("3.5");
    }

    /// <summary>Random blocks at random places: every undo brings back what was, every redo what came, and the server ends with the same.</summary>
    [Theory]
    [InlineData(7)]
    public async Task Random_blocks_are_pasted_and_undone_without_a_trace(int seed)
    {
        await using var office = await Office.Open(house, lines: 10);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var random = new Random(seed);
        var states = new List<string> { await Shown(desk) };
        for (var n = 0; n < 25; n++)
        {
            await desk.Page.Locator(".row-line").Nth(random.Next(8)).Locator($"[data-field={Fields[random.Next(Fields.Length)]}]").ClickAsync();
            var (height, width) = (random.Next(1, 5), random.Next(1, 4));
            await desk.Paste(string.Join("\r\n", Enumerable.Range(0, height).Select(_ => string.Join('\t', Enumerable.Range(0, width).Select(_ => $"{random.Next(1, 9999)}")))));
            states.Add(await Shown(desk));
        }

        for (var back = states.Count - 2; back >= 0; back--)
        {
            await desk.Page.Keyboard.PressAsync("Control+z");
            Assert.Equal(states[back], await Shown(desk));
        }

        for (var again = 1; again < states.Count; again++)
        {
            await desk.Page.Keyboard.PressAsync("Control+y");
            Assert.Equal(states[again], await Shown(desk));
        }

        await desk.Saved();
        await desk.Page.ReloadAsync();
        await desk.Ready();
        Assert.Equal(states[^1], await Shown(desk));
    }

    [GeneratedRegex(@"\bis-active\b")]
    private static partial Regex IsActive();

    private static readonly string[] Fields = ["description", "unitName", "unitValue", "units"];

    /// <summary>All that is in view, without the states.</summary>
    private static Task<string> Shown(GrantDesk desk) => desk.Page.EvaluateAsync<string>(
        "() => new Promise(done => requestAnimationFrame(() => setTimeout(done))).then(() => [...document.querySelectorAll('.sheet-body .cell:not(.cell-state, .cell-acts)')].map(cell => cell.textContent).join('|'))");

    private static async Task<List<LineView>> Lines(Office office) => [.. (await office.Budget()).Categories.SelectMany(c => c.Lines)];
}
