using System.Text.RegularExpressions;
using GrantSync.Application.Actuals;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class ManualActualsTests(House house)
{
    [Fact]
    public async Task An_amount_is_entered_corrected_and_removed_and_the_figures_move()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        await office.Expect(new RefreshActuals());
        var page = await office.SignIn(Role.GrantManager);

        // without a project outside Odoo there is nothing to enter
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Manual actuals" })).ToHaveCountAsync(0);
        await MarkAPartner(page, office);

        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await page.GetByRole(AriaRole.Link, new() { Name = "Manual actuals" }).ClickAsync();
        await Expect(page.GetByText("Nothing entered yet")).ToBeVisibleAsync();
        await Camera.Take(page, "manual empty");
        await page.GetByRole(AriaRole.Link, new() { Name = "Enter an amount" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter", Exact = true }).ClickAsync();
        foreach (var sentence in new[] { "Say when it was spent.", "Say what was bought or paid.", "Give an amount." })
        {
            await Expect(page.GetByText(sentence)).ToBeVisibleAsync();
        }

        await Fill(page, "Borehole pump", "2026-03-14", "1,250");
        await page.GetByLabel("Counts in").SelectOptionAsync(new SelectOptionValue { Label = "2.1 Regional flights" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter", Exact = true }).ClickAsync();
        await Expect(page.GetByText("'1,250' can be read in two ways.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Amount in EUR")).ToHaveValueAsync("1,250");
        await Expect(page.GetByLabel("Amount in EUR")).ToHaveClassAsync(new Regex("form-control num.* is-invalid"));
        await Camera.Take(page, "manual refused", whole: true);
        await page.GetByLabel("Amount in EUR").FillAsync("1250.50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The entry is in the figures.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("1\u202f250.50");

        // corrected: what it said before stays to be seen
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct Borehole pump" }).ClickAsync();
        await Expect(page.GetByLabel("Amount in EUR")).ToHaveValueAsync("1250.5");
        await Expect(page.GetByLabel("Date")).ToHaveValueAsync("2026-03-14");
        await page.GetByLabel("Amount in EUR").FillAsync("-40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the correction" }).ClickAsync();
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("-40.00");
        await page.GetByText("Corrected once").ClickAsync();
        await Expect(page.Locator(".manual-former li")).ToContainTextAsync("1\u202f250.50");
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct Borehole pump" }).ClickAsync();
        await page.GetByLabel("Amount in EUR").FillAsync("900.25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the correction" }).ClickAsync();
        await Expect(page.GetByText("Corrected 2 times")).ToBeVisibleAsync();
        await page.GetByText("Corrected 2 times").ClickAsync();
        await Camera.Take(page, "manual corrected", whole: true);

        // it counts beside Odoo's, whose check stays about Odoo's lines
        await page.GetByRole(AriaRole.Link, new() { Name = "Actuals", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Regional flights" })).ToContainTextAsync("900.25");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Wajir Youth" })).ToContainTextAsync("900.25");
        await Expect(page.Locator(".actuals-tie")).ToContainTextAsync("11 lines");
        await Expect(page.Locator(".actuals-tie")).ToContainTextAsync("1 manual entry of 900.25 EUR is in the figures besides.");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Regional flights" }).GetByRole(AriaRole.Link, new() { Name = "actual" }).ClickAsync();
        await Expect(page.Locator(".grand-total")).ToContainTextAsync("900.25");
        await Expect(page.GetByText("not in Odoo")).ToBeVisibleAsync();
        await Camera.Take(page, "manual among the lines");
        await page.GetByRole(AriaRole.Link, new() { Name = "Manual", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Borehole pump" }).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The entry is out of the figures.")).ToBeVisibleAsync();
        await Expect(page.Locator("section[aria-labelledby=removed-title]")).ToContainTextAsync("Removed by Amina Tesfaye");
        await Camera.Take(page, "manual removed", whole: true);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Wajir Youth" })).Not.ToContainTextAsync("900.25");
        office.NobodyComplained();
    }

    [Fact]
    public async Task The_list_is_narrowed_in_its_address_and_a_viewer_reads_it()
    {
        await using var office = await Office.Open(house, connect: false);
        var partner = await office.Expect(new SaveProject(null, office.GrantId, "Wajir Youth", null, null, NotInOdoo: true));
        var categories = (await office.Budget()).Categories;
        foreach (var (what, amount, category) in new[] { ("Fuel", "100", 1), ("Workshop", "20.50", 0), ("Fuel, second quarter", "3", 1) })
        {
            await office.Expect(new SaveManualActual(null, office.GrantId, partner, categories[category].Id, null, new DateOnly(2026, 2, 1), what, null, null, amount));
        }

        var page = await office.SignIn(Role.Viewer, width: 390);
        await page.GotoAsync($"/grants/{office.GrantId}/manual-actuals");
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("123.50");
        await Expect(page.Locator("main .btn:visible, .page-header .btn")).ToHaveCountAsync(0);
        await page.GetByLabel("Category").SelectOptionAsync(new SelectOptionValue { Label = "2 Travel" });
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("103.00");
        await page.GetByLabel("Search").FillAsync("second");
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("3.00");
        await Expect(page).ToHaveURLAsync(new Regex("q=second&category="));
        await Expect(page.Locator(".manual-table .num")).ToBeInViewportAsync();
        await Camera.Take(page, "manual narrow", whole: true);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-manual-sum]")).ToHaveTextAsync("3.00");
        await page.GetByLabel("Search").FillAsync("nothing like this");
        await Expect(page.GetByText("Nothing found")).ToBeVisibleAsync();

        // no Odoo at all: the figures are the entries
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Total" })).ToContainTextAsync("123.50");
        await Expect(page.Locator(".actuals-tie")).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    /// <summary>A project that was sent is refused with its reason; another is added and marked.</summary>
    private static async Task MarkAPartner(IPage page, Office office)
    {
        await page.GotoAsync($"/grants/{office.GrantId}");
        var projects = page.Locator("#projects");
        await projects.GetByRole(AriaRole.Button, new() { Name = "Edit" }).First.ClickAsync();
        await projects.GetByLabel("Not in Odoo").CheckAsync();
        await projects.GetByRole(AriaRole.Button, new() { Name = "Save the project" }).ClickAsync();
        await Expect(projects.GetByText("has been sent to Odoo already")).ToBeVisibleAsync();
        await projects.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(projects.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToHaveCountAsync(0);
        await projects.GetByRole(AriaRole.Button, new() { Name = "Add a project" }).ClickAsync();
        await Expect(projects.GetByRole(AriaRole.Button, new() { Name = "Add the project" })).ToBeVisibleAsync();
        await projects.GetByLabel("Name of the project").FillAsync("Wajir Youth");
        await projects.GetByLabel("Not in Odoo").CheckAsync();
        await Camera.Take(page, "project not in odoo form");
        await projects.GetByRole(AriaRole.Button, new() { Name = "Add the project" }).ClickAsync();
        await Expect(projects.Locator(".pill", new() { HasText = "Not in Odoo" })).ToBeVisibleAsync();
        await projects.ScrollIntoViewIfNeededAsync();
        await Camera.Take(page, "project not in odoo");
    }

    private static async Task Fill(IPage page, string what, string date, string amount)
    {
        await page.GetByLabel("Description").FillAsync(what);
        await page.GetByLabel("Date").FillAsync(date);
        await page.GetByLabel("Amount in EUR").FillAsync(amount);
    }
}
