using GrantSync.Application;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;
using GrantSync.Application.Users;
using GrantSync.Sandbox;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Benchmarks;

/// <summary>A tenant with one budget of so many lines, connected to a sandbox of its own; lanes move when told to.</summary>
internal sealed class BenchOrganisation : IAsyncDisposable
{
    public const int Categories = 5;
    private readonly ServiceProvider services;
    private readonly string tenant;
    private long userId;
    private long grantId;

    private BenchOrganisation(string connectionString, string keys, string tenant, SandboxServer sandbox)
    {
        (this.tenant, Sandbox) = (tenant, sandbox);
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keys, Worker = false });
        services = collection.BuildServiceProvider();
    }

    public SandboxServer Sandbox { get; }

    public static async Task<BenchOrganisation> Start(string connectionString, string keys, string tenant, int lines, TimeSpan delay)
    {
        var organisation = new BenchOrganisation(connectionString, keys, tenant, await SandboxServer.Start(new SandboxOptions { Delay = delay }));
        await organisation.PutIn(lines);
        return organisation;
    }

    public Task<SyncReceipt> Sync() => Send(new SyncGrant(grantId));

    public async Task Settle()
    {
        var worker = services.GetRequiredService<LaneWorker>();
        while (await worker.TakeAndWork(CancellationToken.None))
        {
        }
    }

    public Task<T> Query<T>(Func<GrantSyncDb, Task<T>> query) =>
        InScope(provider => query(provider.GetRequiredService<GrantSyncDb>()), caller => caller.IsTheProgram(tenant));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task PutIn(int lines)
    {
        userId = await Query(async db =>
        {
            db.Tenants.Add(new Tenant { Id = tenant, Name = tenant, CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync();
            var user = new User { TenantId = tenant, Email = $"{tenant}@example.org", Name = tenant, Role = Role.Admin };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });
        var server = Sandbox.Address.ToString();
        var report = await Send(new TestConnection(server, "sandbox", "sync@example.org", "sync-key"));
        await Send(new SaveConnection(server, "sandbox", "sync@example.org", "sync-key", report.SuggestedPlans));
        var unit = await Send(new SaveUnit(null, "Ethiopia", "ETH", 1, "GrantSync Foundation"));
        var donor = await Send(new SaveDonor(null, "European Union", "EUX"));
        var template = await Send(new CreateTemplate("EU", [.. Enumerable.Range(1, Categories).Select(n => new NewCategory($"{n}", $"Category {n}"))]));
        grantId = await Send(new CreateGrant(unit, donor, template, "Bench", "BEN", "EUR", new DateOnly(2026, 1, 1), new DateOnly(2028, 12, 31)));
        var budget = await Send(new ReadBudget(grantId));
        await Send(new EditBudget(grantId, [.. Enumerable.Range(1, lines).Select(n => new LineEdit
        {
            CategoryId = budget.Categories[n % Categories].Id,
            Code = $"{n}",
            Description = $"Line {n}",
            Units = "12",
            UnitName = "month",
            UnitValue = "10.50",
            Position = n,
        })]));
    }

    private async Task<T> Send<T>(IRequest<Result<T>> request)
    {
        var result = await InScope(provider => provider.GetRequiredService<IMediator>().Send(request), caller => caller.Is(userId, tenant, Role.Admin, tenant));
        return result.IsRefused ? throw new InvalidOperationException(result.Refusal!.Sentence) : result.Value;
    }

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work, Action<Caller> who)
    {
        await using var scope = services.CreateAsyncScope();
        who(scope.ServiceProvider.GetRequiredService<Caller>());
        return await work(scope.ServiceProvider);
    }
}
