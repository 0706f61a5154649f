using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Sandbox;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>A bookkeeper has made some of the grant's records in Odoo before GrantSync came.</summary>
public sealed class AdoptTests(House house)
{
    private const string Accounts = "account.analytic.account";

    [Fact]
    public async Task The_dry_run_leads_to_what_is_there_and_adopting_it_makes_nothing_twice()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var before = office.Sandbox.Odoo.Records(Accounts).Count;
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("5 of the 10 new accounts and projects seem to be in Odoo already.");
        Assert.Empty(await EveryPageTests.FaultsOf(desk.Page, "dry run with twins", ColorScheme.Light, 1280));
        await desk.Dialog.GetByRole(AriaRole.Link, new() { Name = "What is there" }).ClickAsync();

        // all that are clear, and one of two
        var page = desk.Page;
        await Expect(page.GetByText("5 of 10 new records seem to be in Odoo already")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Adopt the chosen" })).ToBeDisabledAsync();
        await Expect(page.Locator(".adopt-row").Filter(new() { HasText = "1/1.1" })).ToContainTextAsync("name: Manager → Project manager");
        await Expect(page.Locator(".adopt-row").Filter(new() { HasText = "1/1.1" })).ToContainTextAsync("state: archived → active");
        await page.GetByLabel("Choose all that are clear").CheckAsync();
        await page.GetByLabel("Human resources 2025 as 1 Human resources").CheckAsync();
        await Camera.Take(page, "adopt chosen", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Adopt the chosen (5)" }).ClickAsync();
        await Expect(page.GetByText("5 records are adopted.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing here can be adopted as it is")).ToBeVisibleAsync();
        await page.GetByText("Adopted for this grant").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Amina Tesfaye" })).ToHaveCountAsync(5);
        await Camera.Take(page, "adopted", whole: true);
        Assert.Equal(before, office.Sandbox.Odoo.Records(Accounts).Count);

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the grant, to sync" }).ClickAsync();
        await desk.Ready();
        await desk.Sync();
        await Expect(page.Locator("[data-progress-words]")).ToHaveTextAsync("10 of 10 in Odoo");

        // 9 accounts are wanted, 4 of them were there
        Assert.Equal(before + 5, office.Sandbox.Odoo.Records(Accounts).Count);
        Assert.Single(office.Sandbox.Odoo.Records("project.project"));
        Assert.Equal(["HR", "Human resources"], office.Sandbox.Odoo.Records(Accounts).Where(a => a.Text("code") == "1").Select(a => a.Text("name")).Order());
        var line = Assert.Single(office.Sandbox.Odoo.Records(Accounts), a => a.Text("code") == "1/1.1");
        Assert.Equal(("Project manager", true), (line.Text("name"), line.Is("active")));
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync($"In Odoo #{line.Id}");
        office.NobodyComplained();
    }

    [Fact]
    public async Task Of_several_candidates_none_is_taken_unless_somebody_chooses_one()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var page = await office.SignIn(Role.Admin, ColorScheme.Dark);
        await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        await Expect(page.GetByText("2 to choose from")).ToBeVisibleAsync();
        await page.GetByLabel("Choose all that are clear").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Adopt the chosen (4)" }).ClickAsync();
        await Expect(page.GetByText("4 records are adopted.")).ToBeVisibleAsync();

        // it is still offered, and choosing can be taken back
        await Expect(page.GetByText("1 of 6 new records seems to be in Odoo already")).ToBeVisibleAsync();
        await page.GetByLabel("HR as 1 Human resources").CheckAsync();
        await page.GetByLabel("Adopt none as 1 Human resources").CheckAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Adopt the chosen" })).ToBeDisabledAsync();
        await page.GetByText("Cannot be adopted").ClickAsync();
        await Expect(page.GetByText("It is in the plan Project; ours belongs in the plan Donor budget detail.")).ToBeVisibleAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "several candidates", ColorScheme.Dark, 1280));
        office.NobodyComplained();
    }

    [Fact]
    public async Task What_was_changed_in_Odoo_meanwhile_is_not_adopted_and_the_list_is_read_anew()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        await page.GetByLabel("Choose all that are clear").CheckAsync();
        var flights = office.Sandbox.Odoo.Records(Accounts).Single(a => a.Text("code") == "2/2.1");
        office.Sandbox.Odoo.Edit(Accounts, flights.Id, new Dictionary<string, object?> { ["code"] = "OTHER" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Adopt the chosen (4)" }).ClickAsync();
        await Expect(page.GetByText("cannot be adopted as “Regional flights”")).ToBeVisibleAsync();
        await Expect(page.GetByText("4 of 10 new records seem to be in Odoo already")).ToBeVisibleAsync();
        await Expect(page.GetByText("Adopted for this grant")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Odoo_that_does_not_answer_is_told_and_can_be_asked_again()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        office.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Model = Accounts, Method = "search_read", Count = 1 });
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        await Expect(page.GetByText("Odoo could not be read, so nothing is known.")).ToBeVisibleAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "adopt Odoo does not answer", ColorScheme.Light, 1280));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(page.GetByText("5 of 10 new records seem to be in Odoo already")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task While_Odoo_is_read_the_page_says_so()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var page = await office.SignIn(Role.GrantManager);
        office.Sandbox.Faults.Add(new Fault(FaultKind.Delay) { Model = Accounts, Method = "search_read", Count = 1, Milliseconds = 3000 });
        await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        await Expect(page.GetByText("Looking in Odoo…")).ToBeVisibleAsync();
        await Camera.Take(page, "adopt looking");
        await Expect(page.GetByText("5 of 10 new records seem to be in Odoo already")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dry_run_asks_Odoo_for_twins_only_when_it_is_well_and_something_is_new()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        office.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Count = 1 });
        Assert.NotEqual(Pill.Green, (await office.Expect(new PingNow(office.Tenant))).Pill);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        int Asked() => office.Sandbox.Odoo.Calls.Count(c => c.Model == "project.project" && c.Method == "search_read");
        var before = Asked();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("it does not answer well just now");
        Assert.Equal(before, Asked());

        await office.SyncAndSettle();
        await desk.GoTo(office.GrantId);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(desk.Dialog).ToContainTextAsync("Nothing has changed since the last sync");
        await Expect(desk.Dialog.Locator(".plan-twins")).ToHaveCountAsync(0);
        Assert.Equal(before, Asked());
    }

    [Fact]
    public async Task An_Odoo_without_our_codes_and_one_that_is_not_connected_say_so()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Look in Odoo" }).ClickAsync();
        await Expect(page.GetByText("Nothing in Odoo carries our codes yet")).ToBeVisibleAsync();
        await Camera.Take(page, "adopt nothing");

        await using var elsewhere = await Office.Open(house, connect: false);
        page = await elsewhere.SignIn(Role.Admin);
        await page.GotoAsync($"/grants/{elsewhere.GrantId}/adopt");
        await Expect(page.GetByText("does not know your organisation's Odoo yet")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Connection" })).ToBeVisibleAsync();
        await Camera.Take(page, "adopt not connected");
        office.NobodyComplained();
        elsewhere.NobodyComplained();
    }

    [Fact]
    public async Task A_viewer_is_shown_no_way_there_and_turned_away()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await Expect(page.GetByText("Look in Odoo")).ToHaveCountAsync(0);
        var answer = await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        Assert.Equal(403, answer!.Status);
        await Expect(page.GetByText("Your role does not include this page.")).ToBeVisibleAsync();
        await page.GotoAsync($"/grants/{office.GrantId}/plan");
        await Expect(page.GetByText("New in Odoo")).ToBeVisibleAsync();
        await Expect(page.Locator(".plan-twins")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_a_telephone_the_list_fits()
    {
        await using var office = await Office.Open(house);
        await office.BookkeeperWasFirst();
        var page = await office.SignIn(Role.GrantManager, width: 390);
        await page.GotoAsync($"/grants/{office.GrantId}/adopt");
        await Expect(page.GetByText("2 to choose from")).ToBeVisibleAsync();
        await page.GetByText("Cannot be adopted").ClickAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "adopt narrow", ColorScheme.Light, 390));
    }
}
