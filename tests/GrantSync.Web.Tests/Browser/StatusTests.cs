using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The page on which a tenant's own people see how its Odoo is, and its thresholds.</summary>
public sealed class StatusTests(House house)
{
    [Fact]
    public async Task A_viewer_sees_that_it_is_red_since_when_why_and_what_it_means()
    {
        await using var office = await Office.Open(house);
        await PastMonth(house, office);
        await BreakDown(office);
        var page = await office.SignIn(Role.Viewer);
        await page.GetByRole(AriaRole.Link, new() { Name = "Odoo health" }).ClickAsync();
        var now = page.GetByRole(AriaRole.Region, new() { Name = "Now" });
        await Expect(now).ToContainTextAsync("Red: not working");
        await Expect(now).ToContainTextAsync("Odoo cannot be reached");
        await Expect(now).ToContainTextAsync("is sent by itself when Odoo works again");
        var incidents = page.GetByRole(AriaRole.Region, new() { Name = "Incidents" });
        await Expect(incidents.GetByRole(AriaRole.Heading, new() { Name = "Odoo cannot be reached" })).ToBeVisibleAsync();
        await Expect(incidents.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Began" }).Last).ToBeVisibleAsync();

        // what was measured: 165 minutes bad and the few since it broke down, a day unmeasured, 2 hours of maintenance
        var uptime = page.GetByRole(AriaRole.Region, new() { Name = "How much of the time it worked" });
        await Expect(uptime.Locator(".status-day")).ToHaveCountAsync(30);
        await Expect(uptime).ToContainTextAsync("99.6 %");
        await Expect(uptime).ToContainTextAsync("Left out: 2 h 0 min of planned maintenance.");
        await Expect(uptime).ToContainTextAsync(new System.Text.RegularExpressions.Regex("Left out: (23 h|1 d 0 h).* in which nothing was measured"));
        await uptime.GetByText("The numbers of each day").ClickAsync();
        await Expect(uptime.GetByRole(AriaRole.Row)).ToHaveCountAsync(31);
        await Expect(page.Locator(".picture-drawing svg")).ToBeVisibleAsync();
        await Expect(page.GetByText("In the last 7 days half of the pings were answered within")).ToBeVisibleAsync();

        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Ping now" }).CountAsync());
        Assert.Equal(0, await page.GetByRole(AriaRole.Heading, new() { Name = "Plan maintenance" }).CountAsync());
        await Camera.Take(page, "status red viewer", whole: true);

        // good again: the page says so by itself
        office.Sandbox.Faults.Clear();
        await office.Expect(new PingNow(office.Tenant));
        await office.Expect(new PingNow(office.Tenant));
        await Expect(now).ToContainTextAsync("Green: working");
        await Expect(incidents).ToContainTextAsync("Ended");
        await incidents.GetByRole(AriaRole.Link, new() { Name = "Show what happened" }).First.ClickAsync();
        await Expect(incidents.GetByText("Support was alerted")).ToHaveCountAsync(0);
        await Expect(incidents.Locator(".status-timeline li")).ToHaveCountAsync(2);
        office.NobodyComplained();
    }

    [Fact]
    public async Task An_admin_plans_maintenance_on_the_own_clock_and_ends_it()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/status");
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Plan maintenance" });
        await Expect(form).ToContainTextAsync("Times are in Europe/Amsterdam.");
        await form.GetByLabel("What for").FillAsync("Odoo moves to 18");
        await form.GetByRole(AriaRole.Button, new() { Name = "Plan it" }).ClickAsync();
        await Expect(form.GetByText("Give a date and a time.")).ToHaveCountAsync(2);
        await Expect(form.GetByLabel("What for")).ToHaveValueAsync("Odoo moves to 18");

        var from = new DateTime(DateTime.UtcNow.Year + 1, 7, 1, 20, 0, 0, DateTimeKind.Unspecified);
        await form.GetByLabel("From").FillAsync(from.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await form.GetByLabel("To", new() { Exact = true }).FillAsync(from.AddHours(3).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await form.GetByRole(AriaRole.Button, new() { Name = "Plan it" }).ClickAsync();
        await Expect(page.GetByText("The maintenance is planned.")).ToBeVisibleAsync();
        var planned = page.GetByRole(AriaRole.Region, new() { Name = "Planned maintenance" });
        await Expect(planned).ToContainTextAsync("Odoo moves to 18");
        await Expect(planned).ToContainTextAsync("planned by Daniel Okello");

        // eight in the evening of Amsterdam's summer is six o'clock UTC
        var window = Assert.Single(await office.Expect(new ListMaintenance()));
        Assert.Equal(new DateTimeOffset(from.AddHours(-2), TimeSpan.Zero), window.From);
        await Camera.Take(page, "status maintenance admin", whole: true);

        await planned.GetByRole(AriaRole.Button, new() { Name = "Call it off" }).ClickAsync();
        await Expect(page.GetByText("The maintenance has been called off.")).ToBeVisibleAsync();
        await Expect(planned).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    [Fact]
    public async Task Thresholds_are_checked_saved_and_given_back_to_the_default()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/status");
        await page.GetByRole(AriaRole.Link, new() { Name = "Thresholds" }).ClickAsync();
        var slow = page.GetByLabel("Slow after (milliseconds)");
        await Expect(slow).ToHaveAttributeAsync("placeholder", "5000");
        await slow.FillAsync("soon");
        await page.GetByLabel("Red alerts support after (minutes)").FillAsync("20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Give a whole number from 200 to 40000, or leave it empty for the default.")).ToBeVisibleAsync();
        await Expect(slow).ToHaveValueAsync("soon");
        await Expect(slow).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Red alerts support after (minutes)")).ToHaveValueAsync("20");
        await Camera.Take(page, "thresholds refused", whole: true);

        await slow.FillAsync("900");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("The thresholds hold from the next ping on.")).ToBeVisibleAsync();
        var view = await office.Expect(new ReadThresholds(null));
        Assert.Equal([900, 20], view.All.Where(t => t.Own is not null).Select(t => t.Own!.Value));

        await page.GetByRole(AriaRole.Link, new() { Name = "Thresholds" }).ClickAsync();
        await Expect(page.GetByText("by Daniel Okello")).ToBeVisibleAsync();
        await slow.FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("The thresholds hold from the next ping on.")).ToBeVisibleAsync();
        Assert.Equal([20], (await office.Expect(new ReadThresholds(null))).All.Where(t => t.Own is not null).Select(t => t.Own!.Value));
        office.NobodyComplained();
    }

    [Fact]
    public async Task Support_opens_a_tenants_status_from_the_tenants_page_and_pings_it()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Support);
        await page.GotoAsync("/tenants");
        await page.Locator($"#tenant-{office.Tenant}").GetByRole(AriaRole.Link, new() { Name = "Status" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/status\\?tenant={office.Tenant}$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Ping now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Now" })).ToContainTextAsync("Green: working");
        await page.GetByRole(AriaRole.Link, new() { Name = "Thresholds" }).ClickAsync();
        await page.GetByLabel("Escalate after (minutes)").FillAsync("45");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/status\\?tenant={office.Tenant}$"));
        Assert.Equal([45], (await office.Expect(new ReadThresholds(null))).All.Where(t => t.Own is not null).Select(t => t.Own!.Value));
        office.NobodyComplained();
    }

    [Fact]
    public async Task Support_comes_by_the_tenants_page_and_a_tenant_without_odoo_is_told_so()
    {
        await using var office = await Office.Open(house, connect: false);
        var page = await office.SignIn(Role.Support);
        await page.GotoAsync("/status");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/tenants$"));
        await page.GotoAsync($"/status?tenant={office.Tenant}");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Now" })).ToContainTextAsync("Nothing can be sent before an Odoo is connected.");
        await page.GotoAsync("/status?tenant=nobody");
        await Expect(page.GetByText("There is no such tenant.")).ToBeVisibleAsync();
    }

    /// <summary>Three bad measurements of a dead Odoo.</summary>
    internal static async Task BreakDown(Office office)
    {
        office.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        for (var n = 0; n < 3; n++)
        {
            await office.Expect(new PingNow(office.Tenant));
        }
    }

    /// <summary>Thirty days of pings: one of 165 minutes down, one of slow answers, one not measured, two hours of maintenance.</summary>
    internal static async Task PastMonth(House house, Office office)
    {
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsTheProgram(office.Tenant);
        await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Database.ExecuteSqlAsync(
            $"""
            with clock as (select date_trunc('minute', now()) as now)
            insert into pings (tenant_id, at, is_probe, verdict, latency_milliseconds, cause, problem)
            select {office.Tenant}, t, false,
                case when t >= now - interval '10 days' and t < now - interval '10 days' + interval '165 minutes' then 'bad'
                    when t >= now - interval '4 days' and t < now - interval '4 days' + interval '5 hours' then 'poor' else 'good' end,
                case when t >= now - interval '4 days' and t < now - interval '4 days' + interval '5 hours' then 5200 else 160 end + (extract(epoch from t)::bigint / 300 * 7919 % 240)::int,
                null, null
            from clock, generate_series(now - interval '30 days', now - interval '5 minutes', interval '5 minutes') t
            where t < now - interval '16 days' or t >= now - interval '15 days'
            """);
        await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Database.ExecuteSqlAsync(
            $"""
            insert into maintenance_windows (tenant_id, from_at, to_at, reason, planned_at, planned_by_name)
            values ({office.Tenant}, now() - interval '6 days', now() - interval '6 days' + interval '2 hours', 'Odoo 18.0 upgrade', now() - interval '8 days', 'Daniel')
            """);
    }
}
