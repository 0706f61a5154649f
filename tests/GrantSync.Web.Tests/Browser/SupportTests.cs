using GrantSync.Application.Alerts;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>What support sees of organisations in trouble, and the buttons: through pings of a sandbox Odoo that fails.</summary>
public sealed class SupportTests(House house)
{
    [Fact]
    public async Task What_is_red_is_shown_with_what_to_try_and_somebody_takes_it_on()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Support);
        Assert.EndsWith("/support", page.Url, StringComparison.Ordinal);
        var card = page.Locator($"#board-{office.Tenant}");
        await Expect(card).ToHaveCountAsync(0);

        // the page moves by itself
        var incident = await TurnRed(office);
        await Expect(card.GetByText("Red: not working")).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("Try first");
        await Expect(card).ToContainTextAsync("Try first: Open the address in a browser from another network");

        await card.GetByRole(AriaRole.Link, new() { Name = "Acknowledge" }).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await Expect(dialog).ToContainTextAsync("Take it on: Horizon Relief");
        await dialog.GetByLabel("What is being done about it").FillAsync("Called their host, back at noon.");

        // what is being typed stays while the page moves
        await office.Expect(new PingNow(office.Tenant));
        await Expect(dialog.GetByLabel("What is being done about it")).ToHaveValueAsync("Called their host, back at noon.");
        await Camera.Take(page, "support dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(page.GetByText("You have taken it on: it escalates no more.")).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("Sofie de Vries");
        await Expect(card).ToContainTextAsync("Called their host, back at noon.");

        await card.GetByRole(AriaRole.Link, new() { Name = "Snooze" }).ClickAsync();
        await dialog.GetByLabel("Alert nobody of it for").SelectOptionAsync("4");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Snooze" }).ClickAsync();
        await Expect(card).ToContainTextAsync("Snoozed until");
        await card.GetByRole(AriaRole.Link, new() { Name = "Note for Horizon Relief" }).ClickAsync();
        await dialog.GetByLabel("Note", new() { Exact = true }).FillAsync("Host confirms a disk failure.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
        await Expect(page.GetByText("The note is in the timeline.")).ToBeVisibleAsync();

        await card.GetByRole(AriaRole.Link, new() { Name = "Open the incident of Horizon Relief" }).ClickAsync();
        await page.WaitForURLAsync($"**/incidents/{incident.Id}");
        var timeline = page.Locator(".incident-timeline");
        await Expect(timeline).ToContainTextAsync("Somebody took it on (Sofie de Vries)");
        await Expect(timeline).ToContainTextAsync("Host confirms a disk failure.");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Horizon Relief: Odoo cannot be reached");
        office.NobodyComplained();
    }

    [Fact]
    public async Task What_has_the_focus_or_is_being_pressed_stays_when_the_page_moves()
    {
        await using var office = await Office.Open(house);
        await using var other = await Office.Open(house);
        await TurnRed(office);
        var page = await office.SignIn(Role.Support);
        var ping = page.Locator($"#board-{office.Tenant}").GetByRole(AriaRole.Button, new() { Name = "Ping now Horizon Relief" });
        await ping.FocusAsync();
        await page.Locator($"#board-{office.Tenant} time").First.EvaluateAsync(
            "time => { window.written = time.firstChild; window.moved = new Promise(done => document.addEventListener('htmx:load', () => setTimeout(done), { once: true })); }");
        await TurnRed(other);
        await Expect(page.Locator($"#board-{other.Tenant}")).ToBeVisibleAsync();
        await Expect(ping).ToBeFocusedAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.moved.then(() => window.written.isConnected)"), "A time that is the same was written anew");

        // the button goes down, the page moves, the button comes up
        await ping.HoverAsync();
        await page.Mouse.DownAsync();
        await page.RunAndWaitForResponseAsync(() => other.Expect(new PingNow(other.Tenant)), answer => answer.Url.EndsWith("/support", StringComparison.Ordinal));
        await page.Mouse.UpAsync();
        await Expect(page.GetByText("Horizon Relief was pinged.")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task Ping_now_and_the_test_of_the_connection_say_what_they_found()
    {
        await using var office = await Office.Open(house);
        await TurnRed(office);
        var page = await office.SignIn(Role.Support);
        var card = page.Locator($"#board-{office.Tenant}");
        await card.GetByRole(AriaRole.Button, new() { Name = "Test the connection of Horizon Relief" }).ClickAsync();
        await page.WaitForURLAsync($"**/support/{office.Tenant}?handler=Test");
        await Expect(page.Locator(".steps .step-bad")).ToContainTextAsync("Address");
        await Expect(page.Locator(".steps .step-open").First).ToBeVisibleAsync();
        await Camera.Take(page, "support connection broken", whole: true);

        office.Sandbox.Faults.Clear();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test again" }).ClickAsync();
        await Expect(page.GetByText("The connection works")).ToBeVisibleAsync();
        Assert.DoesNotContain("sync-key", await page.ContentAsync(), StringComparison.Ordinal);

        await page.GotoAsync("/support");
        for (var n = 0; n < 2; n++)
        {
            await card.GetByRole(AriaRole.Button, new() { Name = "Ping now Horizon Relief" }).ClickAsync();
            await Expect(page.GetByText("Horizon Relief was pinged.")).ToBeVisibleAsync();
            if (n == 0)
            {
                await page.GotoAsync("/support");
            }
        }

        await Expect(page.GetByText("Horizon Relief was pinged. Green: working.")).ToBeVisibleAsync();
        office.NobodyComplained();
    }

    [Fact]
    public async Task Paused_sending_is_said_wherever_people_look_and_goes_on_when_resumed()
    {
        await using var office = await Office.Open(house);
        await office.SyncAndSettle();
        var page = await office.SignIn(Role.Support);
        await page.GotoAsync($"/support/{office.Tenant}");
        await page.GetByLabel("Why? The organisation’s people read it.").FillAsync("Plans are being moved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("Sofie de Vries has paused sending since")).ToBeVisibleAsync();
        await Camera.Take(page, "support paused", whole: true);
        var before = office.Sandbox.Odoo.Calls.Count(c => c.Method == "load");
        await office.ChangeALine(description: "Project manager, half time");
        await office.Expect(new SyncGrant(office.GrantId));

        var manager = await office.SignIn(Role.GrantManager);
        await manager.GotoAsync($"/grants/{office.GrantId}");
        await Expect(manager.Locator("[data-trouble]")).ToContainTextAsync("Sofie de Vries has paused sending since");
        await Expect(manager.Locator("[data-trouble]")).ToContainTextAsync("“Plans are being moved”. Nothing is lost; it goes on when resumed.");
        await Camera.Take(manager, "grant paused", whole: true);
        await manager.GotoAsync("/sync");
        await Expect(manager.Locator("#sync-state")).ToContainTextAsync("has paused sending since");
        await Expect(manager.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToHaveCountAsync(0);
        Assert.Equal(before, office.Sandbox.Odoo.Calls.Count(c => c.Method == "load"));

        var admin = await office.SignIn(Role.Admin);
        await page.GotoAsync("/tenants");
        await Expect(page.Locator($"#tenant-{office.Tenant}")).ToContainTextAsync("has paused sending since");
        await admin.GotoAsync("/sync");
        await Camera.Take(admin, "sync page paused", whole: true);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(admin.GetByText("Sending goes on.")).ToBeVisibleAsync();
        await Expect(manager.GetByText("Nothing waits")).ToBeVisibleAsync();
        Assert.Equal(before + 1, office.Sandbox.Odoo.Calls.Count(c => c.Method == "load"));
        Assert.Contains(office.Sandbox.Odoo.Records("account.analytic.account"), r => r.Text("name") == "Project manager, half time");

        // an admin pauses too
        await admin.GetByText("Pause sending").ClickAsync();
        await admin.GetByLabel("Why? Your colleagues and support read it.").FillAsync("Audit");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(admin.Locator("#sync-state")).ToContainTextAsync("Daniel Okello has paused sending since");
        office.NobodyComplained();
    }

    [Fact]
    public async Task Admins_open_the_incidents_of_their_own_and_nobody_elses()
    {
        await using var office = await Office.Open(house);
        await using var other = await Office.Open(house);
        var incident = await TurnRed(office);
        var admin = await office.SignIn(Role.Admin);
        await admin.GotoAsync($"/incidents/{incident.Id}");
        await admin.GetByLabel("Take it on").FillAsync("Our host is on it.");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(admin.Locator(".incident-timeline")).ToContainTextAsync("Our host is on it.");
        Assert.Equal(403, (await admin.GotoAsync("/support"))!.Status);
        Assert.Equal(403, (await admin.GotoAsync($"/support/{office.Tenant}"))!.Status);
        Assert.Equal(404, (await (await other.SignIn(Role.Admin)).GotoAsync($"/incidents/{incident.Id}"))!.Status);
        Assert.Equal(403, (await (await office.SignIn(Role.GrantManager)).GotoAsync($"/incidents/{incident.Id}"))!.Status);
    }

    [Fact]
    public async Task When_nothing_is_wrong_it_says_so()
    {
        await using var own = await House.Build();
        await using var office = await Office.Open(own);
        await office.Expect(new PingNow(office.Tenant));
        await office.Expect(new PingNow(office.Tenant));
        var page = await office.SignIn(Role.Support);
        await Expect(page.GetByText("All green")).ToBeVisibleAsync();
        await Expect(page.GetByText("1 organisation’s Odoo works. Nothing waits for you.")).ToBeVisibleAsync();
        await Camera.Take(page, "support all green");
        office.NobodyComplained();
    }

    [Theory]
    [MemberData(nameof(EveryPageTests.Looks), MemberType = typeof(EveryPageTests))]
    public async Task Its_pages_are_well_formed_accessible_and_fit(ColorScheme colours, int width)
    {
        await using var office = await Office.Open(house);
        await using var second = await Office.Open(house);
        await office.SyncAndSettle();
        await using var receiver = await Receiver.Open();
        await ChannelOf(office, receiver.Address + "/hooks/T0SECRET");
        await ChannelOf(office, "http://127.0.0.1:9/hooks/T0SECRET", "Nobody there");
        var incident = await TurnRed(office);
        await Tell(incident, AlertKind.Red);
        await office.Expect(new AcknowledgeIncident(incident.Id, "The host of their server replaces a disk.\nBack at noon."));
        await TurnRed(second);
        await office.Expect(new PauseSending(office.Tenant, "Until the plans are agreed"));

        var faults = new List<string>();
        foreach (var (role, pages) in new (Role, string[])[]
        {
            (Role.Support, ["/support", $"/support/{office.Tenant}", $"/incidents/{incident.Id}", "/alerts", "/alerts?edit=new", "/tenants"]),
            (Role.Admin, ["/alerts", $"/incidents/{incident.Id}", "/sync"]),
        })
        {
            var page = await office.SignIn(role, colours, width);
            foreach (var address in pages)
            {
                await page.GotoAsync(address);
                await Expect(page.Locator("h1")).ToBeVisibleAsync();
                Assert.DoesNotContain("T0SECRET", await page.ContentAsync(), StringComparison.Ordinal);
                faults.AddRange(await EveryPageTests.FaultsOf(page, $"{role}{address.Replace(office.Tenant, "tenant", StringComparison.Ordinal).Split('?')[0].Replace($"/{incident.Id}", "", StringComparison.Ordinal)}{(address.Contains('?', StringComparison.Ordinal) ? " new" : "")}", colours, width));
            }
        }

        faults.AddRange(office.Complaints);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static Task<SavedChannel> ChannelOf(Office office, string address, string name = "Our own duty phone") =>
        office.Expect(new SaveChannel(null, ChannelKind.Webhook, name, address, OnRed: true, OnEscalation: true, OnResolved: true));

    /// <summary>Odoo goes away; the ping and its two probes say so.</summary>
    private async Task<Incident> TurnRed(Office office)
    {
        office.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502, Count = 100_000 });
        for (var n = 0; n < 3; n++)
        {
            await office.Expect(new PingNow(office.Tenant));
        }

        await using var scope = house.Services.GetRequiredService<IServiceScopeFactory>().AsTheProgram(office.Tenant);
        return await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Incidents.AsNoTracking().SingleAsync(i => i.State != IncidentState.Resolved);
    }

    private async Task Tell(Incident incident, AlertKind kind)
    {
        await using (var scope = house.Services.GetRequiredService<IServiceScopeFactory>().AsTheProgram(incident.TenantId))
        {
            await scope.ServiceProvider.GetRequiredService<AlertQueue>().Put(incident, kind, CancellationToken.None);
        }

        await house.Services.GetRequiredService<AlertDeliveries>().Run(all: false, CancellationToken.None);
    }
}
