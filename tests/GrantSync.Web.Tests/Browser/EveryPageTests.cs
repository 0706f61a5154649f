using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Donors;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Templates;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>Each page, as each of its roles sees it: no complaint in the console, nothing serious for axe, nothing wider than the window.</summary>
public sealed class EveryPageTests(House house)
{
    public static TheoryData<ColorScheme, int> Looks => new() { { ColorScheme.Light, 1280 }, { ColorScheme.Dark, 1280 }, { ColorScheme.Light, 390 } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_is_well_formed_accessible_and_fits(ColorScheme colours, int width)
    {
        await using var office = await Office.Open(house, lines: 14);
        var water = await office.StartGrant("WSH", "Safe water for pastoralist communities", 3, "KES");
        await office.SyncAndSettle();
        await office.BookkeeperWasFirst("WSH", "Safe water for pastoralist communities");
        await office.BookkeeperPostsBills();
        await office.Expect(new RefreshActuals());
        await office.ChangeALine(description: "Project manager, full time");
        await office.BookkeeperChangesThings();
        var partner = await office.Expect(new SaveProject(null, water, "Wajir Youth Network", null, null, NotInOdoo: true));
        var entered = await office.Expect(new SaveManualActual(null, water, partner, (await office.Expect(new ReadBudget(water))).Categories[1].Id, null, new DateOnly(2026, 2, 1), "Fuel", "Garage", "Q1", "1250"));
        entered = await office.Expect(new SaveManualActual(entered, water, partner, (await office.Expect(new ReadBudget(water))).Categories[2].Id, null, new DateOnly(2026, 2, 1), "Fuel", "Garage", "Q1", "1200"));
        var log = await office.NewestWrite();
        var template = await office.Expect(new TakeTemplate("eu-prag", "EU PRAG Annex III"));
        await office.Expect(new ArchiveDonor(await office.Expect(new SaveDonor(null, "River Fund", "RIV"))));
        await StatusTests.PastMonth(house, office);
        await StatusTests.BreakDown(office);
        await office.Expect(new PlanMaintenance(null, DateTimeOffset.UtcNow.AddDays(2), DateTimeOffset.UtcNow.AddDays(2).AddHours(3), "Odoo moves to new disks"));

        (Role Role, string[] Pages)[] walks =
        [
            (Role.Admin,
            [
                "/grants", "/grants?q=nothing-like-this", "/grants/new", $"/grants/{office.GrantId}", $"/grants/{water}/adopt", $"/grants/{office.GrantId}/adopt", $"/grants/{office.GrantId}/actuals", $"/grants/{office.GrantId}/actuals?from=2026-02&to=2026-03", $"/grants/{office.GrantId}/actuals/lines", $"/grants/{water}/actuals", $"/grants/{water}/actuals/lines", $"/grants/{water}/manual-actuals", $"/grants/{water}/manual-actuals?edit={entered}", $"/grants/{water}/manual-actuals?q=nothing", $"/grants/{office.GrantId}/manual-actuals",
                "/sync", "/drift", "/sync-log", "/sync-log?key=nobody", "/sync-log?outcome=refused&text=odoo&http=200", "/sync-log/errors", "/sync-log/errors?days=0", $"/sync-log/{log}", $"/sync-log/{log}?xml=true",
                "/tenants", "/status", "/status/thresholds", "/connection", "/units?edit=new", "/donors?edit=new", "/donors?show=all", "/templates?edit=new",
                "/templates/published", $"/templates/{template}", $"/grants/{water}/edit", $"/grants/{water}/copy", "/grants?state=closed&sort=-budget", "/users?edit=new", "/jobs", "/sync-log/keeping", "/api-tokens", "/nowhere",
            ]),
            (Role.Viewer, ["/grants", $"/grants/{office.GrantId}", $"/grants/{office.GrantId}/actuals", "/drift", "/units", "/connection", "/status"]),
            (Role.Support, ["/tenants", "/jobs", $"/status?tenant={office.Tenant}", $"/status/thresholds?tenant={office.Tenant}", "/sync-log", "/sync-log/errors", $"/sync-log/{log}", "/api-tokens"]),
        ];
        var faults = new List<string>();
        foreach (var (role, pages) in walks)
        {
            var page = await office.SignIn(role, colours, width);
            foreach (var address in pages)
            {
                await page.GotoAsync(address);
                await Expect(page.Locator("h1")).ToBeVisibleAsync();
                await Expect(page.GetByText("Loading…")).ToHaveCountAsync(0);
                await Expect(page.GetByText("Looking in Odoo…")).ToHaveCountAsync(0);
                await Expect(page.GetByText("Asking Odoo for its companies")).ToHaveCountAsync(0);
                faults.AddRange(await FaultsOf(page, $"{role}{address}", colours, width));
            }
        }

        // the pages of refusals answer 403 and 404, which the console reports
        faults.AddRange(office.Complaints.Where(c => !c.Contains("status of 40", StringComparison.Ordinal)));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Sign_in_page_is_accessible_and_fits()
    {
        foreach (var (colours, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
        {
            await using var browser = await house.Chromium.NewContextAsync(new() { BaseURL = house.Address, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 844 } });
            var page = await browser.NewPageAsync();
            await page.GotoAsync("/sign-in");
            Assert.Empty(await FaultsOf(page, "sign-in", colours, width));
        }
    }

    internal static async Task<IReadOnlyList<string>> FaultsOf(IPage page, string name, ColorScheme colours, int width)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{name} {colours} {width}");
        await Camera.Take(page, shown, whole: true);
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        var mistakable = await page.EvaluateAsync<string[]>(
            """
            () => {
              const forms = [...document.querySelectorAll('[hx-swap^=morph] form')];
              return forms.filter(form => forms.some(other => other !== form && other.closest('[id]') === form.closest('[id]'))).map(form => form.action);
            }
            """);
        return
        [
            .. mistakable.Select(form => $"{shown}: the form {form} shares its id with another, and may become that one while it is being pressed"),
            .. wider > 0 ? [$"{shown}: {wider} px wider than the window"] : Array.Empty<string>(),
            .. found.Violations.Where(v => v.Impact is "serious" or "critical")
                .Select(v => $"{shown}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Take(4).Select(n => n.Html + " " + string.Join(' ', n.Any.Select(a => a.Message))))}"),
        ];
    }
}
