using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class BudgetTests(House house)
{
    [Fact]
    public async Task Grid_opens()
    {
        await using var office = await Office.Open(house, lines: 12);
        foreach (var (colours, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
        {
            var page = await office.SignIn(Role.GrantManager, colours, width);
            await page.ScreenshotAsync(new() { Path = $"/tmp/w/shots/grants-{colours}-{width}.png" });
            await page.GotoAsync($"/grants/{office.GrantId}");
            await Expect(page.GetByText("All edits are saved.")).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = $"/tmp/w/shots/grant-{colours}-{width}.png" });
        }

        Assert.Empty(office.Complaints);
    }
}
