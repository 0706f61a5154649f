using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>No typed number is lost, whatever happens between typing and saving.</summary>
public sealed class DraftTests(House house)
{
    [Fact]
    public async Task A_bad_amount_is_told_at_its_cell_and_everything_else_is_saved()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "unitValue", "1,250");
        await desk.Type("2.1", "units", "7");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("can be read in two ways");
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("everything else is saved");
        await Expect(desk.Draft).ToHaveTextAsync("1 line is not saved yet; it is kept in this browser.");
        await Camera.Take(desk.Page, "bad amount");
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "2.1", Units: 7 });

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Line 1.1, unit value" }).ClickAsync();
        await desk.Page.Keyboard.TypeAsync("1.250,50");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Saved();
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("1\u202f250.50");
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "1.1", UnitValue: 1250.50m });
    }

    [Fact]
    public async Task A_code_used_twice_is_told_at_its_cell()
    {
        await using var office = await Office.Open(house, lines: 8);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.2", "code", "1.1");
        await Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code 1.1 is used twice");
        await Expect(desk.Page.Locator(".cell-bad")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_could_not_be_saved_comes_back_with_a_reload_and_is_saved_then()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Page.RouteAsync("**/budget?handler=Draft", route => route.AbortAsync());
        await desk.Type("1.1", "unitValue", "9999.99");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Add a line under Travel" }).ClickAsync();
        await desk.Page.Keyboard.TypeAsync("Boat hire");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Type("2.2", "units", "4");
        await Expect(desk.Draft).ToContainTextAsync("2 lines are not saved yet; they are kept in this browser.");

        await desk.Page.ReloadAsync();
        await desk.Ready();
        await Expect(desk.Page.GetByText("is back, and is being saved")).ToBeVisibleAsync();
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("9\u202f999.99");
        await Expect(desk.Cell("2.2", "description")).ToHaveTextAsync("Boat hire");
        await Camera.Take(desk.Page, "draft restored");

        await desk.Page.UnrouteAsync("**/budget?handler=Draft");
        await desk.Saved();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "2.2", Description: "Boat hire", Units: 4 });
        await desk.Page.ReloadAsync();
        await desk.Ready();
        await Expect(desk.Page.GetByText("is back, and is being saved")).ToHaveCountAsync(0);
        await Expect(desk.Cell("2.2", "state")).ToHaveTextAsync("New");
    }

    [Fact]
    public async Task A_lost_connection_keeps_the_edit_and_saves_it_when_it_is_back()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Page.Context.SetOfflineAsync(true);
        await desk.Type("3.1", "unitValue", "1111.11");
        await Expect(desk.Page.Locator("[data-live-lost]")).ToBeVisibleAsync();
        await Expect(desk.Draft).ToHaveTextAsync("1 line is not saved yet; it is kept in this browser. It is sent again by itself.");
        await desk.Page.Context.SetOfflineAsync(false);
        await desk.Saved();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "3.1", UnitValue: 1111.11m });
    }

    [Fact]
    public async Task Two_people_in_one_cell_see_both_values_and_elsewhere_in_the_line_both_are_saved()
    {
        await using var office = await Office.Open(house);
        var mine = await GrantDesk.Open(office, Role.GrantManager);
        var theirs = await GrantDesk.Open(office, Role.Admin);
        await mine.Page.Context.SetOfflineAsync(true);
        await mine.Type("1.1", "unitValue", "2000");
        await mine.Type("1.1", "unitName", "week");
        await theirs.Type("1.1", "unitValue", "3000");
        await theirs.Type("1.1", "units", "10");
        await theirs.Saved();
        await mine.Page.Context.SetOfflineAsync(false);

        var conflicts = mine.Page.Locator(".conflicts");
        await Expect(conflicts).ToContainTextAsync("Somebody else changed a cell that you changed too");
        await Expect(conflicts.GetByRole(AriaRole.Row, new() { Name = "Unit value" })).ToContainTextAsync("2\u202f000");
        await Expect(conflicts.GetByRole(AriaRole.Row, new() { Name = "Unit value" })).ToContainTextAsync("3\u202f000");
        await Camera.Take(mine.Page, "conflict");
        await conflicts.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync();
        await mine.Saved();

        // mine where I typed, theirs where only they did
        var line = (await office.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "1.1");
        Assert.Equal((10m, 2000m, "week"), (line.Units, line.UnitValue, line.UnitName));
        await Expect(theirs.Cell("1.1", "unitValue")).ToHaveTextAsync("2\u202f000.00");
    }

    [Fact]
    public async Task A_line_that_somebody_removed_while_it_was_typed_into_can_be_put_back()
    {
        await using var office = await Office.Open(house);
        var mine = await GrantDesk.Open(office, Role.GrantManager);
        var theirs = await GrantDesk.Open(office, Role.Admin);
        await mine.Page.Context.SetOfflineAsync(true);
        await mine.Type("3.1", "unitValue", "777");
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Remove 3.1 Laptops" }).ClickAsync();
        await theirs.Saved();
        await mine.Page.Context.SetOfflineAsync(false);

        await Expect(mine.Page.Locator(".conflicts")).ToContainTextAsync("They removed this line");
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Put it back with mine" }).ClickAsync();
        await mine.Saved();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l is { Code: "3.1", UnitValue: 777 });
    }

    [Fact]
    public async Task A_removed_line_comes_back_with_undo_as_the_same_line()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var before = await desk.Total.TextContentAsync();
        var id = (await office.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "3.1").Id;
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove 3.1 Laptops" }).ClickAsync();
        await Expect(desk.Row("3.1")).ToHaveCountAsync(0);
        await Expect(desk.Total).Not.ToHaveTextAsync(before!);
        await desk.Saved();
        Assert.DoesNotContain((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l.Id == id);

        await desk.Sheet.FocusAsync();
        await desk.Page.Keyboard.PressAsync("Control+z");
        await Expect(desk.Total).ToHaveTextAsync(before!);
        await desk.Saved();
        Assert.Contains((await office.Budget()).Categories.SelectMany(c => c.Lines), l => l.Id == id);
    }

    [Fact]
    public async Task A_viewer_sees_the_budget_and_can_change_nothing()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.Viewer);
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("2\u202f450.50");
        await desk.Cell("1.1", "unitValue").ClickAsync();
        await Expect(desk.Page.Locator(".cell-input")).ToHaveCountAsync(0);
        await desk.Page.Keyboard.TypeAsync("7");
        await Expect(desk.Page.Locator(".cell-input")).ToHaveCountAsync(0);
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" })).ToHaveCountAsync(0);
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Add a project" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_thousand_lines_can_be_typed_in()
    {
        await using var office = await Office.Open(house, lines: 1000);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        Assert.True(await desk.Page.Locator(".sheet-body .sheet-row").CountAsync() < 120, "only the rows in view are in the page");
        await desk.Type("1.3", "units", "13");
        await Expect(desk.Cell("1.3", "amount")).ToHaveTextAsync("31\u202f856.50");
        await desk.Saved();
    }
}
