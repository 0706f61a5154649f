using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using GrantSync.Application.Units;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The operator's side of the log: filters, a row's story, errors by kind, what arrives by itself.</summary>
public sealed class LogPageTests(House house)
{
    [Fact]
    public async Task Filters_stand_in_the_address_and_are_dropped_one_by_one()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log");
        await page.GetByLabel("Outcome").SelectOptionAsync("ok");
        await page.WaitForURLAsync("**/sync-log?outcome=ok");
        await page.GetByLabel("Words in the error").FillAsync("Laptops");
        await page.WaitForURLAsync("**outcome=ok&text=Laptops");
        await Expect(page.Locator(".log-table tbody tr")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".log-chip")).ToHaveTextAsync([new System.Text.RegularExpressions.Regex("Outcome: OK"), new System.Text.RegularExpressions.Regex("Words: Laptops")]);
        await Camera.Take(page, "log filtered");

        await page.GetByRole(AriaRole.Link, new() { Name = "Outcome: OK" }).ClickAsync();
        await page.WaitForURLAsync("**/sync-log?text=Laptops");
        await page.GetByText("Export").ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.StartsWith($"sync-log {office.Tenant} until ", download.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(1 + await page.Locator(".log-table tbody tr").CountAsync(), lines.Length);
        await page.GetByLabel("Words in the error").FillAsync("nothing-like-this");
        await Expect(page.GetByText("No call matches")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task Times_are_typed_on_the_readers_own_clock_and_stand_in_the_address_in_UTC()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log?from=2026-01-15T22:30");
        var from = page.GetByLabel("From (Europe/Amsterdam)");
        await Expect(from).ToHaveValueAsync("2026-01-15T23:30");

        // summer time, two hours ahead
        await page.GetByLabel("Until (Europe/Amsterdam)").FillAsync("2026-07-01T00:15");
        await page.WaitForURLAsync("**/sync-log?from=2026-01-15T22%3A30&to=2026-06-30T22%3A15");
        await Expect(page.Locator(".log-chip")).ToHaveTextAsync([new System.Text.RegularExpressions.Regex("From 15 Jan 2026, 23:30"), new System.Text.RegularExpressions.Regex("Until 1 Jul 2026, 00:15")]);

        await from.FillAsync("");
        await page.WaitForURLAsync("**/sync-log?to=2026-06-30T22%3A15");
        await page.GetByRole(AriaRole.Link, new() { Name = "Until 1 Jul 2026" }).ClickAsync();
        await page.WaitForURLAsync("**/sync-log");
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Until (Europe/Amsterdam)")).ToHaveValueAsync("2026-07-01T00:15");
        office.NobodyComplained();
    }

    [Fact]
    public async Task New_rows_arrive_by_themselves_and_do_not_disturb_a_reader()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        for (var n = 0; n < 25; n++)
        {
            await office.Expect(new PingNow(office.Tenant));
        }

        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log?pings=true");
        var first = page.Locator(".log-table tbody tr").First;
        var newest = (await first.GetAttributeAsync("id"))!;
        await office.Expect(new PingNow(office.Tenant));
        await Expect(first).Not.ToHaveAttributeAsync("id", newest);
        await Expect(page.Locator("[data-log-show]")).ToBeHiddenAsync();

        // further down nothing moves; a badge tells
        await page.EvaluateAsync("scrollTo({ top: 600 })");
        newest = (await first.GetAttributeAsync("id"))!;
        await office.Expect(new PingNow(office.Tenant));
        await Expect(page.Locator("[data-log-show]")).ToContainTextAsync("new row");
        await Expect(first).ToHaveAttributeAsync("id", newest);
        Assert.Equal(600, await page.EvaluateAsync<int>("Math.round(scrollY)"));
        await Camera.Take(page, "log badge");
        await page.Locator("[data-log-show]").ClickAsync();
        await Expect(first).Not.ToHaveAttributeAsync("id", newest);
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.round(scrollY)"));
        office.NobodyComplained();
    }

    [Fact]
    public async Task An_error_is_opened_from_its_group_told_and_tried_again()
    {
        await using var office = await Office.Open(house);
        var unit = (await office.Expect(new ListUnits())).Single();
        await office.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 999, "A company that is gone"));
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToContainTextAsync("1 refused");

        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log/errors");
        await Expect(page.GetByText("Refused").First).ToBeVisibleAsync();
        await Camera.Take(page, "log errors", whole: true);
        await page.GetByRole(AriaRole.Link, new() { Name = "Its calls" }).First.ClickAsync();
        await page.Locator("a.row-link-to").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What GrantSync wanted Odoo to hold" })).ToBeVisibleAsync();
        await Expect(page.Locator(".log-records")).ToContainTextAsync("asked for by Amina Tesfaye");
        await Expect(page.Locator(".log-body").First).ToContainTextAsync("<methodCall>");
        await page.GetByRole(AriaRole.Link, new() { Name = "An element a line" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "As it was sent" })).ToBeVisibleAsync();
        var refused = page.Url;

        await page.GetByRole(AriaRole.Button, new() { Name = "Try the refused record again" }).ClickAsync();
        await Expect(page.GetByText("1 record is tried again.")).ToBeVisibleAsync();
        await page.GotoAsync(refused);
        await Expect(page.Locator(".log-line li")).Not.ToHaveCountAsync(0);
        await Camera.Take(page, "log row", whole: true);
        office.NobodyComplained();
    }

    [Theory]
    [MemberData(nameof(EveryPageTests.Looks), MemberType = typeof(EveryPageTests))]
    public async Task Each_page_of_the_log_is_accessible_and_fits(ColorScheme colours, int width)
    {
        await using var office = await Office.Open(house, lines: 8);
        var unit = (await office.Expect(new ListUnits())).Single();
        await office.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 999, "A company that is gone"));
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await desk.Sync();
        await Expect(desk.Page.Locator("[data-progress-rest]")).ToContainTextAsync("1 refused");
        var refused = (await office.Expect(new ReadSyncLog { Outcome = "refused" })).Rows[0].Id.ToString(CultureInfo.InvariantCulture);
        var faults = new List<string>();
        foreach (var (role, pages) in new[]
        {
            (Role.Admin, new[] { "/sync-log", "/sync-log?outcome=trouble&text=odoo&http=200", "/sync-log?key=nobody", "/sync-log/errors", $"/sync-log/{refused}", $"/sync-log/{refused}?xml=true" }),
            (Role.Support, ["/sync-log", "/sync-log/errors", $"/sync-log/{refused}"]),
        })
        {
            var page = await office.SignIn(role, colours, width);
            foreach (var address in pages)
            {
                await page.GotoAsync(address);
                await Expect(page.Locator("h1")).ToBeVisibleAsync();
                faults.AddRange(await EveryPageTests.FaultsOf(page, $"{role}{address.Replace(refused, "row", StringComparison.Ordinal)}", colours, width));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_viewer_is_told_that_the_log_is_not_theirs_and_Dutch_is_Dutch()
    {
        await using var office = await Office.Open(house);
        var viewer = await office.SignIn(Role.Viewer);
        await viewer.GotoAsync("/sync-log/errors");
        await Expect(viewer.Locator("main")).ToContainTextAsync("Your role does not include this page");
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/sync-log/errors");
        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Fouten per soort");
    }
}
