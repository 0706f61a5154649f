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
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    /// <summary>Wants an account for each id, in one act.</summary>
    public Task<int> PutDown(IReadOnlyList<long> ids) => InScope(
        async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var putDown = await provider.GetRequiredService<Intents>().PutDown([.. ids.Select(Account)], null, null, CancellationToken.None);
            await transaction.CommitAsync();
            return putDown;
        },
        caller => caller.IsTheProgram(tenant));

    /// <summary>Edits one line of the budget, so that Sync has something to send.</summary>
    public async Task ChangeALine()
    {
        var line = (await Send(new ReadBudget(grantId))).Categories.SelectMany(c => c.Lines).First();
        await Send(new EditBudget(grantId,
        [
            new LineEdit
            {
                Id = line.Id, SeenRevision = line.Revision, Code = line.Code, Description = $"Line, change {line.Revision}", Units = "1", UnitName = line.UnitName,
                UnitValue = "1", Position = line.Position,
            },
        ]));
    }

    /// <summary>Edits so many lines at once.</summary>
    public async Task ChangeLines(int count)
    {
        var lines = (await Send(new ReadBudget(grantId))).Categories.SelectMany(c => c.Lines).Take(count);
        await Send(new EditBudget(grantId, [.. lines.Select(line => new LineEdit
        {
            Id = line.Id,
            SeenRevision = line.Revision,
            Code = line.Code,
            Description = $"{line.Description}, changed",
            Units = "12",
            UnitName = line.UnitName,
            UnitValue = "10.50",
            Position = line.Position,
        })]));
    }

    /// <summary>Lets the grant run until a day and divides its budget by quarter. Answers the grant.</summary>
    public async Task<long> DivideByQuarter(DateOnly until)
    {
        await Send(new EditGrant(grantId, "Bench", new DateOnly(2026, 1, 1), until));
        await Send(new DivideBudget(grantId, PeriodLength.Quarters));
        return grantId;
    }

    public Task AddUser(string email, string password) => Send(new CreateUser("Amina", email, Role.GrantManager, password));

    public Task<int> Waiting() => Query(db => db.Intents.CountAsync(i => i.State == IntentState.Queued || i.State == IntentState.Sending || i.State == IntentState.Unknown));

    /// <summary>Workers as a node runs them, for every tenant of the database, until told to stop.</summary>
    public async Task RunWorkers(CancellationToken cancellationToken)
    {
        var hosted = new BackgroundService[] { services.GetRequiredService<ChangeFeed>(), services.GetRequiredService<LaneWorker>() };
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    private WantedRecord Account(long id)
    {
        var key = new SyncKey(tenant, SyncEntity.BudgetLine, id);
        return new WantedRecord(key, key.ExternalId($"grantsync_{tenant}"), new WantedAccount($"Account {id}", $"{id}", null, 1, null, Active: true), []);
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
