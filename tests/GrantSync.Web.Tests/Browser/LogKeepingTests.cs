using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class LogKeepingTests(House house)
{
    [Fact]
    public async Task An_admin_takes_the_anchor_and_sets_how_long_the_log_is_kept()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log");
        await page.GetByRole(AriaRole.Link, new() { Name = "Keeping and seal" }).ClickAsync();
        var shown = (await page.Locator("#anchor").InnerTextAsync()).Split(' ');
        Assert.Equal((office.Tenant, 64), (shown[0], shown[2].Length));
        var anchor = new LogAnchor(shown[0], long.Parse(shown[1], CultureInfo.InvariantCulture), shown[2]);
        Assert.Null(Assert.Single(await office.Expect(new VerifyLog(null, [anchor]))).Fault);

        await page.GetByRole(AriaRole.Button, new() { Name = "Mail it to me" }).ClickAsync();
        await Expect(page.GetByText("GrantSync has no mail server yet.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Rows, in months")).ToHaveValueAsync("84");
        await page.GetByLabel("Rows, in months").FillAsync("24");
        await page.GetByLabel("What was sent and received, in months").FillAsync("36");
        await Save(page);
        await Expect(page.GetByText("cannot be kept longer than its rows").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Rows, in months")).ToHaveValueAsync("24");
        await Camera.Take(page, "log keeping refused", whole: true);
        await page.GetByLabel("What was sent and received, in months").FillAsync("6");
        await Save(page);
        await Expect(page.GetByText("It holds for calls from the next month on.")).ToBeVisibleAsync();
        var keeping = await office.Expect(new ReadLogKeeping());
        Assert.Equal((24, 6, false), (keeping.RowsMonths, keeping.BodiesMonths, keeping.IsUsual));
        await Expect(page.GetByText("Set by Daniel")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    /// <summary>The page asks first: what is dropped cannot be brought back.</summary>
    private static async Task Save(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
    }
}
