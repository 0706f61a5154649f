using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>Channels: made, tried, changed and removed, and what is secret about them never comes back.</summary>
public sealed class AlertsPageTests(House house)
{
    [Fact]
    public async Task A_webhook_is_made_tried_and_removed_and_its_secrets_are_shown_once_or_never()
    {
        await using var office = await Office.Open(house);
        await using var receiver = await Receiver.Open();
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/alerts");
        await Expect(page.GetByText("Nobody is told yet")).ToBeVisibleAsync();
        await Expect(page.GetByText("No mail server is set, so no e-mail goes out.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New channel" }).First.ClickAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("Webhook");
        await page.GetByLabel("Name").FillAsync("Duty desk");
        await page.GetByLabel("Address").FillAsync("ftp://nowhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".field-problem")).ToContainTextAsync("Give the whole web address");

        await page.GetByLabel("Address").FillAsync(receiver.Address + "/hooks/T0SECRET");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var secret = await page.Locator("#made-secret").InnerTextAsync();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        await Camera.Take(page, "alerts secret shown once", whole: true);

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a trial by Duty desk" }).ClickAsync();
        await Expect(page.Locator("#trial")).ToContainTextAsync("The trial was sent.");
        await Expect(page.Locator("#trial")).ToContainTextAsync($"{new Uri(receiver.Address).Authority} took it (204).");
        Assert.Contains("\"kind\":\"trial\"", Assert.Single(receiver.Bodies), StringComparison.Ordinal);
        receiver.Status = 404;
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a trial by Duty desk" }).ClickAsync();
        await Expect(page.Locator("#trial")).ToContainTextAsync("The trial did not arrive.");
        await Expect(page.Locator("#trial")).ToContainTextAsync("knows no such address (404)");
        await Camera.Take(page, "alerts trial failed", whole: true);

        // an edit keeps the address that nobody sees
        receiver.Status = 200;
        await page.GetByRole(AriaRole.Link, new() { Name = "Duty desk" }).ClickAsync();
        await Expect(page.GetByLabel("Webhook")).ToHaveValueAsync("");
        await page.GetByLabel("Name").FillAsync("Duty desk at night");
        await Camera.Take(page, "alerts edit", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Duty desk at night is saved.")).ToBeVisibleAsync();
        Assert.DoesNotContain("T0SECRET", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a trial by Duty desk at night" }).ClickAsync();
        await Expect(page.Locator("#trial")).ToContainTextAsync("took it (200)");

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Duty desk at night" }).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.GetByText("Nobody is told yet")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task E_mail_without_a_mail_server_says_what_is_missing()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/alerts?edit=new");
        await page.GetByLabel("Name").FillAsync("Finance team");
        await page.GetByLabel("Address").FillAsync("a@example.org, nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".field-problem")).ToContainTextAsync("Give up to 20 e-mail addresses");
        await page.GetByLabel("Address").FillAsync("a@example.org; b@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#channels")).ToContainTextAsync("a@example.org, b@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a trial by Finance team" }).ClickAsync();
        await Expect(page.Locator("#trial")).ToContainTextAsync("GrantSync has no mail server yet.");
        office.NobodyComplained();
    }
}
