using System.Diagnostics;
using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Donors;
using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;
using GrantSync.Application.Users;
using GrantSync.Sandbox;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GrantSync.Web.Tests.Browser;

/// <summary>A tenant of its own in the running <see cref="House"/>: people of each role, a sandbox Odoo, and a grant to work on.</summary>
public sealed class Office : IAsyncDisposable
{
    private const string Password = "correct horse battery";
    private readonly House house;
    private readonly List<IBrowserContext> browsers = [];
    private long adminId;

    private Office(House house, SandboxServer sandbox) => (this.house, Sandbox) = (house, sandbox);

    public string Tenant { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public SandboxServer Sandbox { get; }

    public long GrantId { get; private set; }

    /// <summary>What the pages' consoles complained of, on any page of this office.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>No script failed and no policy was broken.</summary>
    public void NobodyComplained() => Assert.True(Complaints.Count == 0, string.Join('\n', Complaints));

    public static async Task<Office> Open(House house, int lines = 4, bool connect = true, TimeSpan delay = default)
    {
        var office = new Office(house, await SandboxServer.Start(new SandboxOptions { Delay = delay }));
        await office.Hire();
        if (connect)
        {
            await office.Connect();
        }

        office.GrantId = await office.StartGrant("CVP", "Civic voices for inclusive local government", lines);
        return office;
    }

    public async Task<T> Expect<T>(IRequest<Result<T>> request)
    {
        var result = await Send(request);
        Assert.True(result.Refusal is null, result.Refusal?.Sentence);
        return result.Value;
    }

    public Task<BudgetView> Budget() => Expect(new ReadBudget(GrantId));

    /// <summary>A browser of somebody with this role, signed in through the sign-in page.</summary>
    public async Task<IPage> SignIn(Role role, ColorScheme colours = ColorScheme.Light, int width = 1280, bool scripts = true)
    {
        var browser = await house.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = house.Address,
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = width < 500 ? 844 : 860 },
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = scripts,
            Locale = "en-GB",
            TimezoneId = "Europe/Amsterdam",
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        browsers.Add(browser);
        browser.SetDefaultTimeout(30_000);
        var page = await browser.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Complaints.Add($"{page.Url}: {error}");
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(EmailOf(role));
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("h1").WaitForAsync();
        return page;
    }

    public async Task<long> StartGrant(string code, string title, int lines, string currency = "EUR")
    {
        var unit = (await Expect(new ListUnits())).FirstOrDefault()?.Id ?? await Expect(new SaveUnit(null, "Ethiopia country office", "ETH", 1, "GrantSync Foundation"));
        var donor = (await Expect(new ListDonors())).FirstOrDefault()?.Id ?? await Expect(new SaveDonor(null, "European Union", "EUX"));
        var template = (await Expect(new ListTemplates())).FirstOrDefault()?.Id ?? await Expect(new CreateTemplate(
            "EU external action", [new("1", "Human resources"), new("2", "Travel"), new("3", "Equipment and supplies"), new("4", "Indirect costs")]));
        var grant = await Expect(new CreateGrant(unit, donor, template, title, code, currency, new DateOnly(2026, 1, 1), new DateOnly(2028, 12, 31)));
        var budget = await Expect(new ReadBudget(grant));
        (string What, string Unit, string Value)[] kinds =
            [("Project manager", "month", "2450.50"), ("Regional flights", "trip", "412"), ("Laptops", "piece", "980"), ("Administration, 7 %", "lump sum", "12875.25")];
        await Expect(new EditBudget(grant, [.. Enumerable.Range(0, lines).Select(n => new LineEdit
        {
            CategoryId = budget.Categories[n % budget.Categories.Count].Id,
            Code = $"{budget.Categories[n % budget.Categories.Count].Code}.{n / budget.Categories.Count + 1}",
            Description = kinds[n % kinds.Length].What + (n < kinds.Length ? "" : $" {n / kinds.Length + 1}"),
            Units = n % kinds.Length == 3 ? "1" : "12",
            UnitName = kinds[n % kinds.Length].Unit,
            UnitValue = kinds[n % kinds.Length].Value,
            Position = n,
        })]));
        return grant;
    }

    /// <summary>Sends the first grant to Odoo and waits until all of it is there.</summary>
    public async Task SyncAndSettle()
    {
        await Expect(new SyncGrant(GrantId));
        var limit = Stopwatch.StartNew();
        while ((await Budget()).Progress is { } progress && progress.InOdoo < progress.Total)
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), $"Not settled: {progress}");
            await house.Services.GetRequiredService<ChangeFeed>().Next(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Somebody else changes the first line of the first category.</summary>
    public async Task<LineView> ChangeALine(string unitValue = "2600", string? description = null)
    {
        var (category, line) = (await Budget()).Categories.Select(c => (c, c.Lines[0])).First();
        await Expect(new EditBudget(GrantId, [new LineEdit
        {
            Id = line.Id,
            CategoryId = category.Id,
            Code = line.Code,
            Description = description ?? line.Description,
            Units = line.Units.ToString(CultureInfo.InvariantCulture),
            UnitName = line.UnitName,
            UnitValue = unitValue,
            Position = line.Position,
            SeenRevision = line.Revision,
        }]));
        return line;
    }

    /// <summary>
    /// A bookkeeper made some of a grant's records by hand before: the project with its account, the first category twice, two lines of which one
    /// is archived, and one line in the plan for projects.
    /// </summary>
    public async Task BookkeeperWasFirst(string code = "CVP", string title = "Civic voices for inclusive local government")
    {
        var odoo = Sandbox.Odoo;
        var limit = Stopwatch.StartNew();
        while (odoo.Records("account.analytic.plan").All(p => p.Text("name") != "Donor budget detail"))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), "The plans were not made");
            await house.Services.GetRequiredService<ChangeFeed>().Next(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        int Account(string name, string accountCode, string plan, int? company = null, bool active = true) => odoo.Create("account.analytic.account", new()
        {
            ["name"] = name,
            ["code"] = accountCode,
            ["plan_id"] = odoo.Records("account.analytic.plan").First(p => p.Text("name") == plan).Id,
            ["company_id"] = company,
            ["active"] = active,
        });
        var project = Account($"{title} (typed by hand)", $"ETH-EUX-{code}", "Project", company: 1);
        odoo.Create("project.project", new() { ["name"] = title, ["account_id"] = project, ["company_id"] = 1 });
        Account("HR", "1", "Donor budget line");
        Account("Human resources 2025", "1", "Donor budget line", company: 1);
        Account("Manager", "1/1.1", "Donor budget detail", active: false);
        Account("Regional flights", "2/2.1", "Donor budget detail");
        Account("Laptops", "3/3.1", "Project");
        await Expect(new PingNow(Tenant));
    }

    /// <summary>Renames and archives accounts, renames the project, makes a second account of one code and deletes one; then Odoo is compared.</summary>
    public async Task BookkeeperChangesThings()
    {
        var (lines, odoo) = ((await Budget()).Categories.SelectMany(c => c.Lines).Select(l => l.State.OdooId!.Value).ToList(), Sandbox.Odoo);
        void Change(string model, int id, string field, object? value) => odoo.Edit(model, id, new Dictionary<string, object?> { [field] = value });
        Change("account.analytic.account", lines[1], "name", "Regional flights, all offices");
        Change("account.analytic.account", lines[1], "code", "2.1-OLD");
        Change("account.analytic.account", lines[2], "active", false);
        Change("project.project", (await Budget()).Projects[0].Project.OdooId!.Value, "name", "Civic voices (do not use)");
        var copied = odoo.Find("account.analytic.account", lines[0])!;
        odoo.Create("account.analytic.account", new() { ["name"] = "Project manager (typed by hand)", ["code"] = copied.Text("code"), ["plan_id"] = copied.Reference("plan_id") });
        odoo.Delete("account.analytic.account", lines[3]);
        Assert.Null((await Expect(new CheckDrift())).Problem);
    }

    /// <summary>What a bookkeeper posts: on detail lines, on a category alone, on no category of ours, one bill unpaid and one line on the wrong category.</summary>
    public async Task BookkeeperPostsBills()
    {
        var budget = await Budget();
        var (project, lines) = (budget.Projects[0].Account.OdooId!.Value, budget.Categories.SelectMany(c => c.Lines.Select(l => (Category: c.State.OdooId!.Value, Line: l.State.OdooId!.Value))).ToList());
        void Bill(string label, double amount, string date, double paid, params int[] accounts) => Sandbox.Odoo.Post(
            new SandboxBill(label, amount, new Dictionary<string, double> { [string.Join(',', accounts.Select(a => a.ToString(CultureInfo.InvariantCulture)))] = 100 })
            {
                Date = date,
                Paid = paid,
                Reference = "INV " + date,
            });
        for (var month = 1; month <= 6; month++)
        {
            Bill("Salary", 2450.50, $"2026-0{month}-28", 2450.50, project, lines[0].Category, lines[0].Line);
        }

        Bill("Flight ADD-BRU", 890, "2026-02-11", 0, project, lines[1].Category, lines[1].Line);
        Bill("Visa, no line given", 75.25, "2026-02-12", 75.25, project, lines[1].Category);
        Bill("Fine", 20, "2026-03-03", 20, project);
        Bill("Laptop booked on travel", 980, "2026-03-15", 500, project, lines[1].Category, lines[2].Line);
        Bill("Administration", 14000, "2026-04-01", 14000, project, lines[3].Category, lines[3].Line);
    }

    public async Task<long> NewestWrite() =>
        (await Expect(new ReadSyncLog { WithoutPings = true })).Rows.First(r => r.Direction == CallDirection.Write).Id;

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers)
        {
            await browser.DisposeAsync();
        }

        // an Odoo that is gone would be red for the rest of the tests: on support's board, and in everybody's stream of changes
        await Send(new Disconnect(LeaveRecords: true));
        await Sandbox.DisposeAsync();
    }

    private async Task<Result<T>> Send<T>(IRequest<Result<T>> request)
    {
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Is(adminId, "Daniel", Role.Admin, Tenant);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private string EmailOf(Role role) => $"{role}@{Tenant}.example".ToLowerInvariant();

    private async Task Connect()
    {
        var report = await Expect(new TestConnection(Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));
        await Expect(new SaveConnection(Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key", report.SuggestedPlans));
    }

    private async Task Hire()
    {
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>();
        db.Tenants.Add(new Tenant { Id = Tenant, Name = "Horizon Relief", CreatedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync();
        (string Name, Role Role)[] people = [("Amina Tesfaye", Role.GrantManager), ("Daniel Okello", Role.Admin), ("Vera Lind", Role.Viewer), ("Sofie de Vries", Role.Support)];
        foreach (var (name, role) in people)
        {
            var user = new User { TenantId = Tenant, Email = EmailOf(role), Name = name, Role = role };
            user.PasswordHash = hasher.HashPassword(user, Password);
            db.Users.Add(user);
            await db.SaveChangesAsync();
            adminId = role == Role.Admin ? user.Id : adminId;
        }
    }
}
