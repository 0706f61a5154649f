using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;
using GrantSync.Application.Users;
using GrantSync.Sandbox;

namespace GrantSync.Web.Tests.Api;

/// <summary>A tenant of its own in the running web, with a person of each role, each with an API token, and a sandbox Odoo.</summary>
public sealed class Organisation : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly Dictionary<Role, ApiClient> clients = [];
    private readonly Dictionary<Role, string> tokens = [];

    private Organisation(RunningWeb web, SandboxServer sandbox) => (Web, Sandbox) = (web, sandbox);

    public RunningWeb Web { get; }

    public SandboxServer Sandbox { get; }

    public string Tenant { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public ApiClient Admin => clients[Role.Admin];

    public ApiClient Manager => clients[Role.GrantManager];

    public static async Task<Organisation> Found(RunningWeb web)
    {
        var organisation = new Organisation(web, await SandboxServer.Start(new SandboxOptions()));
        await organisation.Hire();
        return organisation;
    }

    public ApiClient As(Role role) => clients[role];

    public string TokenOf(Role role) => tokens[role];

    public string EmailOf(Role role) => $"{role}@{Tenant}.example".ToLowerInvariant();

    public async Task Connect()
    {
        var login = new { server = Sandbox.Address.ToString(), database = "sandbox", userName = "sync@example.org", key = "sync-key" };
        var report = (await Admin.Post("connection/test", login)).Expect(200);
        Assert.True((bool)report["works"]!, report.ToJsonString());
        (await Admin.Put("connection", new { login.server, login.database, login.userName, login.key, plans = report["suggestedPlans"] })).Expect(200);
    }

    /// <summary>A grant with a template of two categories and no line yet.</summary>
    public async Task<long> StartGrant(string code = "CVP")
    {
        var unit = (await Manager.Post("units", new { name = $"Ethiopia {code}", countryCode = "ETH", odooCompanyId = 1 })).Id;
        var donor = (await Manager.Post("donors", new { name = "European Union", code })).Id;
        var template = (await Manager.Post("templates", new
        {
            name = $"EU {code}",
            categories = new[] { new { code = "1", name = "Human resources" }, new { code = "2", name = "Travel" } },
        })).Id;
        return (await Manager.Post("grants", new
        {
            unitId = unit,
            donorId = donor,
            templateId = template,
            title = "Civic voices",
            code,
            currency = "EUR",
            startsOn = "2026-01-01",
            endsOn = "2028-12-31",
        })).Id;
    }

    /// <summary>Saves new lines under the first category.</summary>
    public async Task AddLines(long grant, int count)
    {
        var budget = (await Manager.Get($"grants/{grant}/budget")).Expect(200);
        var category = (long)budget["categories"]![0]!["id"]!;
        (await Manager.Patch($"grants/{grant}/budget", new
        {
            lines = Enumerable.Range(1, count).Select(n => new
            {
                categoryId = category,
                code = $"1.{n}",
                description = $"Line {n}",
                units = 2,
                unitName = "month",
                unitValue = "10.50",
                position = n,
            }),
        })).Expect(200);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await Sandbox.DisposeAsync();
    }

    private async Task Hire()
    {
        await Web.Send(
            new CreateTenant(Tenant, "Horizon Relief", "Daniel Okello", EmailOf(Role.Admin), Password), caller => caller.IsTheProgram(Caller.EveryTenant));
        await Web.Send(new CreateUser("Amina Tesfaye", EmailOf(Role.GrantManager), Role.GrantManager, Password), caller => caller.IsTheProgram(Tenant));
        await Web.Send(new CreateUser("Vera Lind", EmailOf(Role.Viewer), Role.Viewer, Password), caller => caller.IsTheProgram(Tenant));
        await Web.Send(new CreateSupportUser("Sofie de Vries", EmailOf(Role.Support), Password), caller => caller.IsTheProgram(Caller.EveryTenant));
        foreach (var role in Enum.GetValues<Role>())
        {
            var user = await Web.Send(new FindUser(EmailOf(role)), caller => caller.IsTheProgram(Caller.EveryTenant));
            tokens[role] = await Web.Send(new CreateApiToken("test"), caller => caller.Is(user.UserId, user.Name, user.Role, user.Tenant));
            clients[role] = Web.Client(tokens[role]);
        }
    }
}
