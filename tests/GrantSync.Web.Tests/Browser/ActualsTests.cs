using GrantSync.Application.Actuals;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Sandbox;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class ActualsTests(House house)
{
    [Fact]
    public async Task Actuals_are_read_shown_narrowed_and_opened_to_Odoos_lines()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Actuals" }).ClickAsync();
        await Expect(page.GetByText("Not read yet")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read Odoo now" }).ClickAsync();
        await Expect(page.GetByText("Odoo was read: 11 lines on our accounts.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ties to Odoo")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Not on a detail line" })).ToContainTextAsync("75.25");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "On no category of this budget" })).ToContainTextAsync("20.00");
        await Camera.Take(page, "actuals", whole: true);

        await page.GetByLabel("From month").SelectOptionAsync("2026-02");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("actuals\\?from=2026-02$"));
        await page.GetByLabel("To month").SelectOptionAsync("2026-02");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("to=2026-02"));
        await Expect(page.GetByText("The budget has no periods")).ToBeVisibleAsync();
        var flights = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Regional flights" });
        await flights.GetByRole(AriaRole.Link, new() { Name = "committed" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Lines" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Flight ADD-BRU")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".grand-total")).ToContainTextAsync("890.00");
        await Camera.Take(page, "actuals lines");
        await page.GetByRole(AriaRole.Link, new() { Name = "Actuals" }).ClickAsync();
        await Expect(page.GetByLabel("From month")).ToHaveValueAsync("2026-02");

        // somebody else reads meanwhile: this page says so, even if it has only just looked
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('grantsync:changed', { bubbles: true }))"), answer => answer.Url.Contains("handler=Status", StringComparison.Ordinal));
        await office.Expect(new RefreshActuals());
        await Expect(page.GetByText("There are newer figures: show them")).ToBeVisibleAsync();
        await page.RunAndWaitForResponseAsync(() => office.Expect(new PingNow(office.Tenant)), answer => answer.Url.Contains("handler=Status", StringComparison.Ordinal));
        await page.GetByText("There are newer figures: show them").ClickAsync();
        await Expect(page.GetByText("There are newer figures: show them")).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_failing_Odoo_leaves_the_former_figures_and_says_why()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        await office.Expect(new RefreshActuals());
        office.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Model = "account.analytic.line", Status = 502 });
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Read Odoo now" }).ClickAsync();
        await Expect(page.GetByText("so the figures are the former one’s")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ties to Odoo")).ToBeVisibleAsync();
        await Camera.Take(page, "actuals failing");
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_rate_is_stated_refused_and_kept_with_its_history()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        var shillings = office.Sandbox.Odoo.Records("res.currency").Single(c => c.Text("name") == "KES").Id;
        foreach (var line in office.Sandbox.Odoo.Records("account.analytic.line"))
        {
            office.Sandbox.Odoo.Edit("account.analytic.line", line.Id, new Dictionary<string, object?> { ["currency_id"] = shillings });
        }

        await office.Expect(new RefreshActuals());
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.GetByText("They can be compared when a rate has been stated below.")).ToBeVisibleAsync();
        await page.GetByLabel("1 EUR in KES").FillAsync("1,5");
        await page.GetByRole(AriaRole.Button, new() { Name = "State the rate" }).ClickAsync();
        await Expect(page.GetByText("State a rate above zero")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("1 EUR in KES")).ToHaveValueAsync("1,5");
        foreach (var rate in new[] { "2", "1.25" })
        {
            await page.GetByLabel("1 EUR in KES").FillAsync(rate);
            await page.GetByRole(AriaRole.Button, new() { Name = "State the rate" }).ClickAsync();
            await Expect(page.GetByText($"converted at 1 EUR = {rate} KES")).ToBeVisibleAsync();
        }

        await Expect(page.GetByText("1 EUR = 2 KES, stated")).ToBeVisibleAsync();
        await Camera.Take(page, "actuals rate", whole: true);
        office.NobodyComplained();
    }

    [Fact]
    public async Task Who_is_not_connected_or_may_only_look_is_told_so()
    {
        await using var apart = await Office.Open(house, connect: false);
        var page = await apart.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{apart.GrantId}/actuals");
        await Expect(page.GetByText("No Odoo is connected yet")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Read Odoo now" })).ToHaveCountAsync(0);

        await using var office = await Office.Open(house);
        var viewer = await office.SignIn(Role.Viewer);
        await viewer.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(viewer.GetByText("Not read yet")).ToBeVisibleAsync();
        await Expect(viewer.Locator("main button, .page-header button")).ToHaveCountAsync(0);
        apart.NobodyComplained();
        office.NobodyComplained();
    }
}
