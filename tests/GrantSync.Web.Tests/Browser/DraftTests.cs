using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>No typed number is lost, whatever happens between typing and saving.</summary>
public sealed class DraftTests(House house)
{
    [Fact]
    public async Task A_bad_amount_is_told_at_its_cell_and_everything_typed_stays()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "unitValue", "1.250,50");
        await desk.Type("2.1", "units", "7");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("can be read in two ways");
        await desk.Save.ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was saved yet");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("1.250,50");
        await Camera.Take(desk.Page, "bad amount");
        await Expect(desk.Cell("2.1", "units")).ToHaveTextAsync("7");

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Line 1.1, unit value" }).ClickAsync();
        await desk.Page.Keyboard.TypeAsync("1250.50");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.SaveAll();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "1.1", UnitValue: 1250.50m });
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "2.1", Units: 7 });
    }

    [Fact]
    public async Task A_code_used_twice_is_told_at_its_cell()
    {
        await using var office = await Office.Open(house, lines: 8);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.2", "code", "1.1");
        await desk.Save.ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code 1.1 is used twice");
        await Expect(desk.Page.Locator(".cell-bad")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reload_brings_back_what_was_typed()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "unitValue", "9999.99");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Add a line under Travel" }).ClickAsync();
        await desk.Page.Keyboard.TypeAsync("Boat hire");
        await desk.Page.Keyboard.PressAsync("Tab");
        await desk.Page.Keyboard.TypeAsync("4");
        await desk.Page.Keyboard.PressAsync("Tab");
        await Expect(desk.Draft).ToHaveTextAsync("2 unsaved lines, kept in this browser.");

        await desk.Page.ReloadAsync();
        await desk.Ready();
        await Expect(desk.Page.GetByText("Your unsaved edits from")).ToBeVisibleAsync();
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("9\u202f999.99");
        await Expect(desk.Cell("2.2", "description")).ToHaveTextAsync("Boat hire");
        await Expect(desk.Cell("2.2", "units")).ToHaveTextAsync("4");
        await Camera.Take(desk.Page, "draft restored");

        await desk.SaveAll();
        await desk.Page.ReloadAsync();
        await desk.Ready();
        await Expect(desk.Page.GetByText("Your unsaved edits from")).ToHaveCountAsync(0);
        await Expect(desk.Cell("2.2", "state")).ToHaveTextAsync("New");
    }

    [Fact]
    public async Task A_lost_connection_keeps_the_edit_until_it_can_be_saved()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("3.1", "unitValue", "1111.11");
        await desk.Page.Context.SetOfflineAsync(true);
        await desk.Save.ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No connection to GrantSync");
        await Expect(desk.Draft).ToHaveTextAsync("1 unsaved line, kept in this browser.");
        await desk.Page.Context.SetOfflineAsync(false);
        await desk.SaveAll();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "3.1", UnitValue: 1111.11m });
    }

    [Fact]
    public async Task Two_people_in_one_line_see_both_values()
    {
        await using var office = await Office.Open(house);
        var mine = await GrantDesk.Open(office, Role.GrantManager);
        var theirs = await GrantDesk.Open(office, Role.Admin);
        await mine.Type("1.1", "unitValue", "2000");
        await theirs.Type("1.1", "unitValue", "3000");
        await theirs.Type("1.1", "units", "10");
        await theirs.SaveAll();

        var conflicts = mine.Page.Locator(".conflicts");
        await Expect(conflicts).ToContainTextAsync("Somebody else changed a line that you changed too");
        await Expect(conflicts.GetByRole(AriaRole.Row, new() { Name = "Unit value" })).ToContainTextAsync("2000");
        await Expect(conflicts.GetByRole(AriaRole.Row, new() { Name = "Unit value" })).ToContainTextAsync("3000");
        await Camera.Take(mine.Page, "conflict");
        await conflicts.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync();
        await mine.SaveAll();

        // mine where I typed, theirs where only they did
        var line = (await office.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "1.1");
        Assert.Equal((10m, 2000m), (line.Units, line.UnitValue));
        await Expect(theirs.Cell("1.1", "unitValue")).ToHaveTextAsync("2\u202f000.00");
        Assert.DoesNotContain(office.Complaints, c => !c.Contains("409", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_line_can_be_put_back_until_it_is_saved()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var before = await desk.Total.TextContentAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove 3.1 Laptops" }).ClickAsync();
        await Expect(desk.Cell("3.1", "state")).ToHaveTextAsync("To be removed");
        await Expect(desk.Total).Not.ToHaveTextAsync(before!);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Put back 3.1 Laptops" }).ClickAsync();
        await Expect(desk.Total).ToHaveTextAsync(before!);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove 3.1 Laptops" }).ClickAsync();
        await desk.SaveAll();
        await Expect(desk.Row("3.1")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_viewer_sees_the_budget_and_can_change_nothing()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.Viewer);
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("2\u202f450.50");
        await desk.Cell("1.1", "unitValue").ClickAsync();
        await Expect(desk.Page.Locator(".tabulator-editing")).ToHaveCountAsync(0);
        await Expect(desk.Save).ToHaveCountAsync(0);
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" })).ToHaveCountAsync(0);
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Add a project" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_thousand_lines_can_be_typed_in()
    {
        await using var office = await Office.Open(house, lines: 1000);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        Assert.True(await desk.Page.Locator(".tabulator-tableholder .tabulator-row").CountAsync() < 120, "only the rows in view are in the page");
        await desk.Type("1.3", "units", "13");
        await Expect(desk.Cell("1.3", "amount")).ToHaveTextAsync("31\u202f856.50");
        await desk.SaveAll();
    }
}
