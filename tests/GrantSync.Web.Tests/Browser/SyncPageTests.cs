using GrantSync.Application.Pipeline;
using GrantSync.Application.Units;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The dry run, the page of what waits for a person, and the end of a grant.</summary>
public sealed class SyncPageTests(House house)
{
    private const string Accounts = "account.analytic.account";

    [Fact]
    public async Task The_dry_run_shows_every_row_before_anything_is_sent()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.ChangeALine(description: "Project manager, full time");
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var before = office.Sandbox.Odoo.Calls.Count(c => c.Method == "load");

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("This goes to Odoo in 1 call: 1 row of account.analytic.account.");
        await desk.Dialog.GetByText("Every row that is sent").ClickAsync();
        await Expect(desk.Dialog.Locator("ins")).ToHaveTextAsync("Project manager, full time");
        await Camera.Take(desk.Page, "dry run");
        Assert.Equal(before, office.Sandbox.Odoo.Calls.Count(c => c.Method == "load"));
    }

    [Fact]
    public async Task The_dry_run_of_a_removed_line_says_so_in_words()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Row("1.1").GetByRole(AriaRole.Button).ClickAsync();
        await desk.Saved();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await desk.Dialog.GetByText("Every row that is sent").ClickAsync();
        await Expect(desk.Dialog.Locator(".plan-field")).ToHaveTextAsync("state: active → archived");
    }

    [Fact]
    public async Task A_dry_run_after_the_session_ended_says_to_sign_in()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);

        // a part of the page that looks for news just then would go to the sign-in by itself
        await desk.Page.RouteAsync(
            "**/*", route => route.Request.Headers.ContainsKey("hx-request") && !route.Request.Url.EndsWith("/plan", StringComparison.Ordinal) ? route.AbortAsync() : route.ContinueAsync());
        await desk.Page.Context.ClearCookiesAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("you are signed out. Sign in again in another tab");
    }

    [Fact]
    public async Task A_refusal_is_mended_and_tried_again_by_kind()
    {
        await using var office = await Office.Open(house);
        var unit = (await office.Expect(new ListUnits())).Single();
        await office.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 999, "A company that is gone"));
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToContainTextAsync("1 refused");

        var page = desk.Page;
        await page.GotoAsync("/sync");
        await Expect(page.GetByText("Behind another record").First).ToBeVisibleAsync();
        await Camera.Take(page, "refused records", whole: true);
        office.Sandbox.Odoo.Create("res.company", new() { ["name"] = "Found again", ["currency_id"] = 1, ["active"] = true }, id: 999);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try all of this kind again" }).ClickAsync();
        await Expect(page.GetByText("1 record is tried again.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing waits")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_closed_grant_says_so_and_is_archived_in_Odoo()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the grant" }).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Close the grant" }).ClickAsync();
        await Expect(page.GetByText("This grant was closed")).ToBeVisibleAsync();
        await Expect(page.GetByText("records in Odoo are being archived.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("Reopen it first");
        await Expect(page.Locator("dialog[open]")).Not.ToContainTextAsync("Syncing again does no harm");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("[data-progress-rest]")).ToHaveTextAsync("Both sides agree.");
        Assert.DoesNotContain(office.Sandbox.Odoo.Records(Accounts), r => r.ExternalId is not null && r.Values.GetValueOrDefault("active") is true && r.ExternalId.Contains("budget_line", StringComparison.Ordinal));
        await page.GotoAsync("/grants");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Grants" }).GetByText("Closed", new() { Exact = true })).ToBeVisibleAsync();
        office.NobodyComplained();
    }
}
