using System.Text.RegularExpressions;
using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The lists of the desk: what is filtered and sorted stands in the address.</summary>
public sealed partial class ListTests(House house)
{
    [Fact]
    public async Task Filters_go_into_the_address_and_back_and_forward_bring_them_again()
    {
        await using var office = await Office.Open(house, connect: false);
        var water = await office.StartGrant("WSH", "Safe water", 1, "KES");
        await office.Expect(new CloseGrant(water));
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync("/grants");
        var rows = page.Locator("#rows tbody tr");
        await Expect(rows).ToHaveCountAsync(2);

        await page.GetByLabel("State").SelectOptionAsync("closed");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(house.Address + "/grants?state=closed");
        await page.GetByLabel("Search").FillAsync("nobody");
        await Expect(page.GetByText("Nothing matches “nobody”")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(house.Address + "/grants?q=nobody&state=closed");

        await page.GoBackAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("State")).ToHaveValueAsync("closed");
        await Expect(page.GetByLabel("Search")).ToHaveValueAsync("");
        await page.GoBackAsync();
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(page.GetByLabel("State")).ToHaveValueAsync("");
        await page.GoForwardAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("State")).ToHaveValueAsync("closed");

        await page.GotoAsync("/grants");
        await page.GetByRole(AriaRole.Link, new() { Name = "Budget", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("Safe water");
        await page.GetByRole(AriaRole.Link, new() { Name = "Budget", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(house.Address + "/grants?sort=-budget");
        await Expect(rows.First).ToContainTextAsync("Civic voices");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Budget" })).ToHaveAttributeAsync("aria-sort", "descending");
        await page.GetByLabel("Search").FillAsync("ETH-EUX");
        await Expect(page).ToHaveURLAsync(house.Address + "/grants?q=ETH-EUX&sort=-budget");
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_list_is_searched_without_scripts()
    {
        await using var office = await Office.Open(house, connect: false);
        await office.StartGrant("WSH", "Safe water", 1, "KES");
        var page = await office.SignIn(Role.GrantManager, scripts: false);
        await page.GotoAsync("/grants");
        await page.GetByLabel("Search").FillAsync("water");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Water());
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Donor", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(house.Address + "/grants?q=water&sort=donor");
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_donor_with_open_grants_stays_and_one_without_is_archived_and_restored()
    {
        await using var office = await Office.Open(house, connect: false);
        await office.Expect(new SaveDonor(null, "River Fund", "RIV"));
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync("/donors");
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive European Union" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has an open grant: ETH-EUX-CVP. Close or remove it first.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Archive River Fund" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Archived.");
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(1);
        await page.GetByLabel("Show").SelectOptionAsync("archived");
        await Expect(page.Locator("#rows tbody tr")).ToContainTextAsync("River Fund");
        await Camera.Take(page, "donors archived");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore River Fund" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Restored");
        await Expect(page).ToHaveURLAsync(house.Address + "/donors?show=archived");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear the filters" }).ClickAsync();
        await Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(2);
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_grant_gets_another_title_and_is_copied_for_its_next_phase()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Title and dates" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".field-problem")).ToHaveTextAsync("Give the grant a title.");
        await page.GetByLabel("Title").FillAsync("Civic voices, phase one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Civic voices, phase one");

        await page.GetByRole(AriaRole.Link, new() { Name = "Copy" }).ClickAsync();
        await Expect(page.GetByLabel("Starts on")).ToHaveValueAsync("2029-01-01");
        await page.GetByLabel("Title").FillAsync("Civic voices, phase two");
        await page.GetByLabel("Grant code").FillAsync("CVP");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the grant" }).ClickAsync();
        await Expect(page.Locator(".field-problem")).ToContainTextAsync("There is a grant ETH-EUX-CVP already");
        await page.GetByLabel("Grant code").FillAsync("CV2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the grant" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Civic voices, phase two");
        var desk = new GrantDesk(page);
        await desk.Ready();
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("2\u202f450.50");
        await Expect(desk.Cell("1.1", "state")).ToHaveTextAsync("New");
        await Camera.Take(page, "grant copied");
        office.NobodyComplained();
    }

    [GeneratedRegex("/grants\\?.*q=water")]
    private static partial Regex Water();
}
