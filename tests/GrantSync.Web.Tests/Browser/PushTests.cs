using GrantSync.Application.Pipeline;
using GrantSync.Application.Units;
using GrantSync.Sandbox;
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
        await desk.Saved();
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
        await admin.GotoAsync("/sync-log?model=account.analytic.account");
        var row = admin.Locator(".log-table tbody tr").Filter(new() { HasText = "load" }).First;
        await Expect(row).ToContainTextAsync("OK");
        await row.Locator("a.row-link-to").ClickAsync();
        await Expect(admin.Locator(".log-body").First).ToContainTextAsync("Project manager, full time");
        await Expect(admin.Locator(".log-body").First).Not.ToContainTextAsync("sync-key");
        office.NobodyComplained();
    }

    [Fact]
    public async Task Unsaved_edits_are_saved_before_they_are_synced()
    {
        await using var office = await Office.Open(house);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Type("2.1", "description", "Flights between field offices");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("New in Odoo");
        await Camera.Take(desk.Page, "sync dialog");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(desk.Cell("2.1", "state")).ToContainTextAsync("In Odoo #");
        Assert.Single(office.Sandbox.Odoo.Records("account.analytic.account"), a => (string?)a.Values["name"] == "Flights between field offices");
    }

    [Fact]
    public async Task Each_line_shows_by_itself_how_far_it_is()
    {
        await using var office = await Office.Open(house, lines: 12);
        office.Sandbox.Faults.Add(new Fault(FaultKind.Delay) { Model = "account.analytic.account", Method = "load", Milliseconds = 3000 });
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync("Sending");
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToContainTextAsync("on the way");
        await Camera.Take(desk.Page, "sending");
        await Expect(desk.Cell("1.1", "state")).ToContainTextAsync("In Odoo #");
        await Expect(desk.Page.Locator("[data-progress-words]")).ToHaveTextAsync("18 of 18 in Odoo");
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToHaveTextAsync("Both sides agree.");
    }

    [Fact]
    public async Task A_refused_record_says_why_and_the_others_go_on()
    {
        await using var office = await Office.Open(house);
        var unit = (await office.Expect(new ListUnits())).Single();
        await office.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 999, "A company that is gone"));
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Page.Locator("[data-trouble]")).ToContainTextAsync("Account of Civic voices for inclusive local government");
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToContainTextAsync("1 refused");
        await Expect(desk.Cell("1.1", "state")).ToContainTextAsync("In Odoo #");
        await Camera.Take(desk.Page, "refused");
    }

    [Fact]
    public async Task A_key_that_stops_working_is_told_on_the_grant()
    {
        await using var office = await Office.Open(house);
        office.Sandbox.Faults.Add(new Fault(FaultKind.BadKey));
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Page.Locator("[data-trouble]")).ToContainTextAsync("Nothing moves now.");
        await Camera.Take(desk.Page, "stopped");
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
        await Expect(desk.Dialog).ToContainTextAsync("another active account of the same plan already has the codes");
        await Camera.Take(desk.Page, "shared codes");
        await desk.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync anyway" }).ClickAsync();
        await Expect(desk.Cell("1.1", "state")).ToContainTextAsync("In Odoo #");
    }

    [Fact]
    public async Task A_grant_without_a_connection_says_what_is_missing()
    {
        await using var office = await Office.Open(house, connect: false);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("does not know your organisation's Odoo yet");
    }
}
