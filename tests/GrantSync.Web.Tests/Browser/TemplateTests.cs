using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class TemplateTests(House house)
{
    [Fact]
    public async Task A_published_form_is_taken_edited_copied_archived_and_restored()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync("/templates");
        await page.GetByRole(AriaRole.Link, new() { Name = "Donors' published forms" }).ClickAsync();
        await page.Locator("summary", new() { HasText = "UN HACT" }).ClickAsync();
        await Expect(page.GetByText("The harmonised budget categories")).ToBeVisibleAsync();
        var name = page.GetByLabel("Name for UN HACT / UNDP in your organisation");
        await name.FillAsync("EU external action");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it UN HACT / UNDP" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("There is a budget template EU external action already. Choose another name.");
        await Expect(name).ToHaveValueAsync("EU external action");
        await Camera.Take(page, "template name taken");
        await name.FillAsync("UNDP partners");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it UN HACT / UNDP" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("UNDP partners");
        await page.GetByLabel("Indirect rate, per cent").FillAsync("7,5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the template" }).Last.ClickAsync();
        await Expect(page.Locator(".field-problem")).ToContainTextAsync("can be read in two ways");
        await page.GetByLabel("Indirect rate, per cent").FillAsync("7.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Travel up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move Travel up" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Transfers and grants to counterparts" }).ClickAsync();
        await Expect(page.GetByText("leaves the template when you save.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Another category" }).ClickAsync();
        var added = page.GetByRole(AriaRole.Group, new() { Name = "Category 9" });
        await added.GetByLabel("Code").FillAsync("9");
        await added.GetByLabel("Name").FillAsync("Audit");
        await Camera.Take(page, "template edited", whole: true);
        await added.GetByLabel("Name").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The template UNDP partners is saved.");

        var saved = (await office.Expect(new ListTemplates("UNDP"))).Single();
        Assert.Equal(("1 2 3 5 4 7 8 9", 7.5m), (string.Join(' ', saved.Categories.Select(c => c.Code)), saved.IndirectRate));

        var card = page.Locator("details", new() { HasText = "UNDP partners" });
        await card.Locator("summary").ClickAsync();
        await page.GetByLabel("Name of the copy of UNDP partners").FillAsync("UNDP, second");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy UNDP partners" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("UNDP, second");

        await page.GotoAsync("/templates?q=UNDP");
        await Expect(page.Locator(".template-card")).ToHaveCountAsync(2);
        await page.Locator("summary", new() { HasText = "UNDP, second" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive UNDP, second" }).ClickAsync();
        await Expect(page.Locator(".template-card")).ToHaveCountAsync(1);
        await page.GetByLabel("Show").SelectOptionAsync("archived");
        await page.Locator("summary", new() { HasText = "UNDP, second" }).ClickAsync();
        await Camera.Take(page, "template archived", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore UNDP, second" }).ClickAsync();
        await Expect(page.GetByText("Nothing shown matches “UNDP”.")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_category_in_use_keeps_its_code()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/templates/{(await office.Expect(new ListTemplates())).Single().Id}");
        var travel = page.GetByRole(AriaRole.Group, new() { Name = "Category 2" });
        await Expect(travel.GetByLabel("Code")).Not.ToBeEditableAsync();
        await travel.GetByRole(AriaRole.Button, new() { Name = "Remove Travel" }).ClickAsync();
        await Expect(page.GetByText("leaves the template when you save; its grants keep it.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the template" }).Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is saved");
        Assert.Equal(4, (await office.Budget()).Categories.Count);
        Assert.Equal(3, (await office.Expect(new ListTemplates())).Single().Categories.Count);
    }

    [Theory]
    [MemberData(nameof(EveryPageTests.Looks), MemberType = typeof(EveryPageTests))]
    public async Task Indirect_costs_above_the_rate_turn_amber_while_they_are_typed(ColorScheme colours, int width)
    {
        await using var office = await Office.Open(house, connect: false);
        var template = await office.Expect(new TakeTemplate("un-hact", "UN"));
        var first = (await office.Expect(new ListGrants()))[0];
        var (unit, donor) = ((await office.Expect(new Application.Units.ListUnits()))[0].Id, (await office.Expect(new Application.Donors.ListDonors()))[0].Id);
        var grant = await office.Expect(new CreateGrant(unit, donor, template, "Women in mediation", "WIM", "USD", first.StartsOn, first.EndsOn));
        var budget = await office.Expect(new Application.Budgets.ReadBudget(grant));
        await office.Expect(new Application.Budgets.EditBudget(
            grant, [new() { CategoryId = budget.Categories[0].Id, Code = "1.1", Description = "Mediator", Units = "10", UnitValue = "1000" }]));
        var desk = new GrantDesk(await office.SignIn(Role.GrantManager, colours, width));
        await desk.GoTo(grant);
        var share = desk.Page.Locator("[data-indirect-share]");
        await Expect(share).ToHaveTextAsync("Indirect is 0 % of direct; 7 % is allowed");
        if (width < 600)
        {
            // on a telephone the cells are far apart; the saved figure is looked at
            var line = (await office.Expect(new Application.Budgets.ReadBudget(grant))).Categories[^1].Lines[0];
            await office.Expect(new Application.Budgets.EditBudget(
                grant, [new() { Id = line.Id, Code = "8.1", Description = "Support", Units = "1", UnitValue = "700.01", SeenRevision = line.Revision }]));
        }
        else
        {
            await desk.Type("8.1", "units", "1");
            await desk.Type("8.1", "unitValue", "700");
            await Expect(share).ToHaveTextAsync("Indirect is 7 % of direct; 7 % is allowed");
            await Expect(share).Not.ToHaveClassAsync("pill pill-amber");
            await desk.Type("8.1", "unitValue", "700.01");
        }

        await Expect(share).ToHaveTextAsync("Indirect is 7.01 % of direct, above the 7 % allowed");
        await Expect(share).ToHaveClassAsync("pill pill-amber");
        Assert.Empty(await EveryPageTests.FaultsOf(desk.Page, "indirect", colours, width));
        office.NobodyComplained();
    }
}
