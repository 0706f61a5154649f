using GrantSync.Application.Amendments;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class AmendmentTests(House house)
{
    [Fact]
    public async Task An_awarded_budget_is_changed_refused_amended_and_synced()
    {
        await using var office = await Office.Open(house, lines: 6);
        await office.SyncAndSettle();
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await Expect(page.GetByText("Draft, not awarded")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Mark as awarded" }).ClickAsync();
        await page.GetByLabel("Awarded on").FillAsync("2024-03-03");
        await Camera.Take(page, "revisions draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as awarded" }).ClickAsync();
        await Expect(page.GetByText("its budget is kept as revision 1")).ToBeVisibleAsync();

        // the grant's own page hears of a change by itself
        await page.GotoAsync($"/grants/{office.GrantId}");
        await Expect(page.GetByText("Awarded 3 Mar 2024")).ToBeVisibleAsync();
        await office.ChangeALine(unitValue: "2600", description: "Project manager, full time");
        await Expect(page.GetByText("Changed since revision 1")).ToBeVisibleAsync();
        await Camera.Take(page, "grant awarded and changed");
        var desk = new GrantDesk(page);
        await desk.GoTo(office.GrantId);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Expect(page.GetByText("its budget differs from revision 1: 1 line changed").First).ToBeVisibleAsync();
        await Camera.Take(page, "sync refused for an amendment");

        await page.GotoAsync($"/grants/{office.GrantId}/revisions");
        await Camera.Take(page, "revisions changed", whole: true);
        await page.GetByLabel("Approved by the donor on").FillAsync("2024-02-01");
        await page.GetByLabel("Reason").FillAsync("The donor agreed to a full-time project manager.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep as amendment 1" }).ClickAsync();
        await Expect(page.GetByText("an amendment is not earlier")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Reason")).ToHaveValueAsync("The donor agreed to a full-time project manager.");
        await page.GetByLabel("Approved by the donor on").FillAsync("2024-04-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep as amendment 1" }).ClickAsync();
        await Expect(page.GetByText("The amendment is kept.")).ToBeVisibleAsync();
        await office.SyncAndSettle();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take the award back" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"compare\?from=1&to=2$"));
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Unit value" })).ToContainTextAsync("149.5");
        await Expect(page.GetByText("5 lines are unchanged and not shown.")).ToBeVisibleAsync();
        await Camera.Take(page, "revisions compared", whole: true);
        await page.GetByLabel("Show unchanged lines").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator(".change-line")).ToHaveCountAsync(6);
        Assert.Empty(await EveryPageTests.FaultsOf(page, "compare everything", ColorScheme.Light, 1280));
        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.GetByText("Regels: gewijzigd 1; het totaal gaat van")).ToBeVisibleAsync();
        await Camera.Take(page, "compare in Dutch");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Camera.Take(page, "revisions compared on paper", whole: true);
        office.Complaints.RemoveAll(c => c.Contains("status of 409", StringComparison.Ordinal));
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_change_is_discarded_and_a_viewer_only_looks()
    {
        await using var office = await Office.Open(house, lines: 4);
        await office.Expect(new MarkAwarded(office.GrantId, new DateOnly(2024, 3, 3)));
        await office.ChangeALine();
        foreach (var (colours, width) in new[] { (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
        {
            var viewer = await office.SignIn(Role.Viewer, colours, width);
            await viewer.GotoAsync($"/grants/{office.GrantId}/revisions");
            await Expect(viewer.GetByText("Changed since revision 1")).ToBeVisibleAsync();
            await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Keep as amendment" })).ToHaveCountAsync(0);
            Assert.Empty(await EveryPageTests.FaultsOf(viewer, "revisions viewer", colours, width));
            await viewer.GotoAsync($"/grants/{office.GrantId}/revisions/compare?from=1&to=draft");
            Assert.Empty(await EveryPageTests.FaultsOf(viewer, "compare viewer", colours, width));
        }

        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/revisions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard the changes since revision 1" }).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Discard the changes" }).ClickAsync();
        await Expect(page.GetByText("The budget is as in revision 1.")).ToBeVisibleAsync();
        Assert.Equal(2450.50m, (await office.Budget()).Categories[0].Lines[0].UnitValue);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the award back" }).ClickAsync();
        await Expect(page.GetByText("Not awarded yet")).ToBeVisibleAsync();
        office.NobodyComplained();
    }
}
