using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The main job, as the people who do it see it.</summary>
public sealed class PushTests(House house)
{
    [Fact]
    public async Task An_edited_line_is_in_Odoo_once_and_in_the_log()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("1.1", "description", "Project manager, full time");
        await desk.Type("1.1", "unitValue", "3000.5");
        await Expect(desk.Cell("1.1", "amount")).ToHaveTextAsync("36\u202f006.00");
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync("Not saved");
        await desk.SaveAll();
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync("New");

        await desk.Sync();
        await Expect(desk.Cell("1.1", "state")).ToContainTextAsync("In Odoo #");
        await Expect(desk.Page.Locator("[data-progress-words]")).ToHaveTextAsync("10 of 10 in Odoo");
        await Expect(desk.Page.Locator("#projects").GetByText("Project: in Odoo")).ToBeVisibleAsync();

        var account = Assert.Single(office.Sandbox.Odoo.Records("account.analytic.account"), a => (string?)a.Values["name"] == "Project manager, full time");
        Assert.Equal("1/1.1", account.Values["code"]);
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync($"In Odoo #{account.Id}");

        // again: nothing new, and nothing twice
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("Nothing has changed since the last sync");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync anyway" }).ClickAsync();
        await Expect(desk.Dialog).ToHaveCountAsync(0);
        Assert.Single(office.Sandbox.Odoo.Records("account.analytic.account"), a => (string?)a.Values["name"] == "Project manager, full time");

        var admin = await office.SignIn(Role.Admin);
        await admin.GotoAsync("/sync-log?model=account.analytic.account&entity=budget_line");
        if (await admin.GetByText("No call matches").IsVisibleAsync())
        {
            await admin.GotoAsync("/sync-log?model=account.analytic.account");
        }

        var row = admin.Locator(".log-table tbody tr").Filter(new() { HasText = "load" }).First;
        await Expect(row).ToContainTextAsync("OK");
        await row.Locator("a.row-link-to").ClickAsync();
        await Expect(admin.Locator(".log-body").First).ToContainTextAsync("Project manager, full time");
        await Expect(admin.Locator(".log-body").First).Not.ToContainTextAsync("sync-key");
        Assert.Empty(office.Complaints);
    }

    [Fact]
    public async Task Unsaved_edits_are_saved_before_they_are_synced()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("2.1", "description", "Flights between field offices");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("1 line is not saved yet");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save, then sync" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("New in Odoo");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(desk.Cell("2.1", "state")).ToContainTextAsync("In Odoo #");
        Assert.Single(office.Sandbox.Odoo.Records("account.analytic.account"), a => (string?)a.Values["name"] == "Flights between field offices");
    }

    [Fact]
    public async Task A_code_that_another_account_has_is_warned_of_before_syncing()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        var other = await office.StartGrant("WSH", "Safe water for pastoralist communities", 4);
        var desk = new GrantDesk(await office.SignIn(Role.GrantManager));
        await desk.GoTo(other);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("another active account of the same plan already has the codes");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync anyway" }).ClickAsync();
        await Expect(desk.Cell("1.1", "state")).ToContainTextAsync("In Odoo #");
    }

    [Fact]
    public async Task A_grant_without_a_connection_says_what_is_missing()
    {
        await using var office = await Office.Open(house, connect: false);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("does not know your organisation's Odoo yet");
    }
}
