using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class ConnectionTests(House house)
{
    [Fact]
    public async Task What_is_wrong_is_named_and_a_working_connection_is_saved()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/connection");
        await Test(page, "not an address", "sandbox", "sync@example.org", "sync-key");
        await Expect(page.Locator("#problem-Server")).ToContainTextAsync("Give the address that people use for Odoo");
        Assert.Equal("sync-key", await page.GetByLabel("API key").InputValueAsync());

        await Test(page, house.Address, "sandbox", "sync@example.org", "sync-key");
        await Expect(page.Locator(".step-bad")).ToContainTextAsync("it is not Odoo's XML-RPC");

        await Test(page, office.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "wrong-key");
        await Expect(page.Locator(".step-bad")).ToContainTextAsync("User and key");
        await Expect(page.Locator(".step-bad")).ToContainTextAsync("does not accept sync@example.org with this key");
        await Camera.Take(page, "wrong key", whole: true);
        await Expect(page.Locator(".step-open").First).ToContainTextAsync("Not looked at yet");

        await Test(page, office.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key");
        await Expect(page.GetByText("The connection works")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Plan for projects")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^\\d+:Project$"));
        await Camera.Take(page, "plans", whole: true);
        await page.GetByLabel("Plan for detail lines").SelectOptionAsync("new");
        await page.GetByLabel("Name of the new plan").Last.FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the connection" }).ClickAsync();
        await Expect(page.GetByText("Give the plan a name.")).ToBeVisibleAsync();
        await page.GetByLabel("Name of the new plan").Last.FillAsync("Donor budget detail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the connection" }).ClickAsync();
        await Expect(page.GetByText("The connection is saved")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("API key")).ToHaveValueAsync("");
        Assert.DoesNotContain("sync-key", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (await office.Expect(new ReadConnection()))!.Plans.Count);
        office.NobodyComplained();
    }

    private static async Task Test(IPage page, string server, string database, string user, string key)
    {
        await page.GetByLabel("Address of Odoo").FillAsync(server);
        await page.GetByLabel("Database").FillAsync(database);
        await page.GetByLabel("User", new() { Exact = true }).FillAsync(user);
        await page.GetByLabel("API key").FillAsync(key);
        var answered = page.WaitForResponseAsync(r => r.Url.Contains("handler=Test", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await answered;
    }
}
