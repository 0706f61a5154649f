using GrantSync.Application.Actuals;
using GrantSync.Application.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class JobsTests(House house)
{
    [Fact]
    public async Task Support_sees_how_the_jobs_went_and_runs_one_now()
    {
        // the job does every organisation of the installation, those of other tests too
        await using var own = await House.Build();
        await using var office = await Office.Open(own);
        var page = await office.SignIn(Role.Support);
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync();
        var actuals = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Reads what was spent" });
        await Expect(actuals).ToContainTextAsync("1 minute");
        await actuals.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(page.GetByText("The job actuals is asked to run now.")).ToBeVisibleAsync();

        // the page says so by itself
        await Expect(actuals).ToContainTextAsync("1 done, 0 without an answer from Odoo");
        Assert.Null((await office.Expect(new ReadActuals(office.GrantId))).Last!.Problem);
        await Camera.Take(page, "jobs", whole: true);
    }

    [Fact]
    public async Task An_admin_sees_the_jobs_and_runs_none_and_a_grant_manager_has_no_such_page()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/jobs");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "drift" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run now" })).ToHaveCountAsync(0);
        var manager = await office.SignIn(Role.GrantManager);
        Assert.Equal(403, (await manager.GotoAsync("/jobs"))!.Status);
    }
}
