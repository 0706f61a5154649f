using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class DriftTests(House house)
{
    [Fact]
    public async Task Changes_in_Odoo_are_found_and_decided_one_by_one_and_many_at_once()
    {
        await using var office = await Office.Open(house, lines: 8);
        await office.SyncAndSettle();
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync("/drift");
        await Expect(page.GetByText("Not compared yet")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Expect(page.GetByText("Odoo holds what it should.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing waits for a decision")).ToBeVisibleAsync();
        await Expect(page.Locator("#drift-badge")).ToBeHiddenAsync();

        await office.BookkeeperChangesThings();
        var show = page.GetByText("The list has changed: show it");
        await Expect(show).ToBeVisibleAsync();
        for (var more = 0; more < 2; more++)
        {
            // the part that listens may just be swapped for its successor, which does not hear yet: changes go on coming, as they do in an office
            await page.RunAndWaitForResponseAsync(
                () => page.EvaluateAsync("[0, 250, 1000].forEach(after => setTimeout(() => document.body.dispatchEvent(new CustomEvent('grantsync:changed', { bubbles: true })), after))"),
                "**/drift?handler=Status**");
        }

        await show.ClickAsync();
        await Expect(page.Locator("[data-select]")).ToHaveCountAsync(5);
        await Expect(page.Locator("#drift-badge")).ToContainTextAsync("5");
        await Expect(page.GetByText("Renamed in Odoo from “Civic voices for inclusive local government” to “Civic voices (do not use)”.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Made again")).ToBeVisibleAsync();
        await Camera.Take(page, "drift", whole: true);

        // one by one
        await Row(page, "Civic voices (do not use)").GetByRole(AriaRole.Button, new() { Name = "Write ours" }).ClickAsync();
        await Expect(page.GetByText("1 change is being written over with our values.")).ToBeVisibleAsync();
        await Expect(page.Locator("#drift-badge")).ToContainTextAsync("4");
        await Row(page, "Project manager (typed by hand)").GetByRole(AriaRole.Button, new() { Name = "Keep both" }).ClickAsync();
        await Expect(page.Locator("#drift-badge")).ToContainTextAsync("3");

        // the grant says so too, and Sync leaves it alone
        var desk = new GrantDesk(page);
        await desk.GoTo(office.GrantId);
        await Expect(desk.Cell("2.1", "state")).ToContainTextAsync("Changed in Odoo");
        await Expect(page.Locator("[data-progress-rest]")).ToContainTextAsync("2 changed in Odoo");
        await Camera.Take(page, "drift on the grant");

        // many at once
        await page.GotoAsync("/drift");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep all selected" })).ToBeDisabledAsync();
        await page.GetByLabel("Select all").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep all selected (3)" }).ClickAsync();
        await Expect(page.GetByText("3 changes are kept")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing waits for a decision")).ToBeVisibleAsync();
        await Expect(page.Locator("#drift-badge")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Decisions" }).First).ToContainTextAsync("Amina Tesfaye");
        Assert.Contains(office.Sandbox.Odoo.Records("account.analytic.account"), a => a.Text("name") == "Regional flights, all offices");

        // and taken back
        var decisions = page.Locator("section[aria-labelledby=history-title] tbody tr");
        var renamed = decisions.Filter(new() { HasText = "to “Regional flights, all offices”" });
        await renamed.GetByRole(AriaRole.Button, new() { Name = "Write ours after all" }).ClickAsync();
        await Expect(page.GetByText("being written over with our values")).ToBeVisibleAsync();
        await Expect(renamed).ToHaveCountAsync(2);
        await Expect(decisions.Filter(new() { HasText = "from “Regional flights, all offices”" })).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_viewer_sees_changes_and_has_no_buttons()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperChangesThings();
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync("/drift");
        await Expect(page.GetByText("Archived in Odoo.")).ToBeVisibleAsync();
        await Expect(page.Locator("main button")).ToHaveCountAsync(0);
        await Expect(page.Locator(".page-header button")).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    private static ILocator Row(IPage page, string text) => page.Locator("[data-choose] tbody tr[id]").Filter(new() { HasText = text });
}
