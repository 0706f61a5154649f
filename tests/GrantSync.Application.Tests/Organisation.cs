using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Donors;
using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Jobs;
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
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Tests;

/// <summary>
/// A tenant of its own with a sandbox Odoo of its own, in the real container on the real database. Tests send the requests that pages send,
/// and move lanes by hand, with a clock that they set.
/// </summary>
public sealed class Organisation : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-keys-").FullName;

    private Organisation(string connectionString, SandboxServer sandbox, SyncLimits limits, Func<WritePoint, Task>? at = null)
    {
        ConnectionString = connectionString;
        Sandbox = sandbox;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(limits);
        collection.AddSingleton(new ActualsLimits { ReadAtOnce = 4, PageSize = 5 });

        // a test's few rows come to every way of searching
        collection.AddSingleton(new LogReach { Many = 30, NearOfMany = 50 });
        if (at is not null)
        {
            collection.AddSingleton(new WritePath((point, _) => at(point)));
        }

        collection.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keys, Worker = false });
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public string ConnectionString { get; }

    public string Tenant { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public SetClock Clock { get; } = new();

    public SandboxServer Sandbox { get; }

    public long GrantId { get; private set; }

    public long UserId { get; private set; }

    /// <summary>The worker of one node; another call gives another node's.</summary>
    public LaneWorker Worker() => ActivatorUtilities.CreateInstance<LaneWorker>(services);

    public AbandonedTurns AbandonedTurns => ActivatorUtilities.CreateInstance<AbandonedTurns>(services);

    /// <summary>One run of a job, as the scheduler makes it.</summary>
    public Task<string> Run<TWork>(bool all = false)
        where TWork : ITimedWork => services.GetRequiredService<TWork>().Run(all, CancellationToken.None);

    /// <summary>A tenant with one grant and a budget, connected unless told otherwise.</summary>
    public static async Task<Organisation> Start(
        TestDatabase database, int odooVersion = 18, int lines = 3, bool connect = true, SyncLimits? limits = null, TimeSpan delay = default, bool budgets = false)
        => await Start(database, at: null, odooVersion, lines, connect, limits, delay, budgets);

    /// <param name="database">Where a copy is made.</param>
    /// <param name="at">Called at each numbered moment of the write path.</param>
    internal static async Task<Organisation> Start(
        TestDatabase database, Func<WritePoint, Task>? at, int odooVersion = 18, int lines = 3, bool connect = true, SyncLimits? limits = null, TimeSpan delay = default, bool budgets = false)
    {
        var sandbox = await SandboxServer.Start(new SandboxOptions { Version = odooVersion, Delay = delay, Budgets = budgets });
        var organisation = new Organisation(await database.Copy(), sandbox, limits ?? new SyncLimits(), at);
        await organisation.CreateTenant();
        if (connect)
        {
            Assert.Null((await organisation.Connect()).Refusal);
        }

        organisation.GrantId = await organisation.CreateGrant("CVP", lines);
        return organisation;
    }

    /// <summary>Another tenant in the same database, with an Odoo of its own.</summary>
    public static async Task<Organisation> StartBeside(Organisation neighbour)
    {
        var organisation = new Organisation(neighbour.ConnectionString, await SandboxServer.Start(new SandboxOptions()), new SyncLimits());
        await organisation.CreateTenant();
        organisation.GrantId = await organisation.CreateGrant("CVP", 3);
        return organisation;
    }

    public Task<Result<T>> Send<T>(IRequest<Result<T>> request, Role role = Role.Admin) => InScope(
        provider => provider.GetRequiredService<IMediator>().Send(request),
        caller => caller.Is(UserId, "Amina", role, Tenant));

    public async Task<T> Expect<T>(IRequest<Result<T>> request)
    {
        var result = await Send(request);
        Assert.True(result.Refusal is null, result.Refusal?.Sentence);
        return result.Value;
    }

    /// <summary>As somebody of support, who sees every tenant.</summary>
    public async Task<T> SendAsSupport<T>(IRequest<Result<T>> request)
    {
        var result = await InScope(
            provider => provider.GetRequiredService<IMediator>().Send(request),
            caller => caller.Is(UserId, "Sofie", Role.Support, Caller.EveryTenant));
        Assert.True(result.Refusal is null, result.Refusal?.Sentence);
        return result.Value;
    }

    /// <summary>Asks for a file of the log, and takes it while the asker's scope is open.</summary>
    public Task<T> Export<T>(ExportSyncLog request, Func<LogFile, CancellationToken, Task<T>> take) => InScope(
        async provider =>
        {
            var file = await provider.GetRequiredService<IMediator>().Send(request);
            Assert.True(file.Refusal is null, file.Refusal?.Sentence);
            return await take(file.Value, CancellationToken.None);
        },
        caller => caller.Is(UserId, "Amina", Role.Admin, Tenant));

    public Task<T> Query<T>(Func<GrantSyncDb, Task<T>> query) =>
        InScope(provider => query(provider.GetRequiredService<GrantSyncDb>()), caller => caller.IsTheProgram(Tenant));

    /// <summary>Something that the program itself does for this tenant.</summary>
    internal Task<T> AsProgram<T>(Func<IServiceProvider, Task<T>> work, string? tenant = null) => InScope(work, caller => caller.IsTheProgram(tenant ?? Tenant));

    /// <summary>A service that is no request's own, such as a timed work.</summary>
    internal T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<Result<ConnectionReport>> Connect(string key = "sync-key", int farSideLimitSeconds = 120)
    {
        var server = Sandbox.Address.ToString();
        var report = await Send(new TestConnection(server, "sandbox", "sync@example.org", key));
        var plans = report is { Refusal: null, Value.Works: true } ? report.Value.SuggestedPlans
            : [new(Axis.Project, "Project", 1), new(Axis.Category, "Donor budget line", null), new(Axis.Detail, "Donor budget detail", null)];
        return await Send(new SaveConnection(server, "sandbox", "sync@example.org", key, plans, farSideLimitSeconds));
    }

    public async Task<long> CreateGrant(string code, int lines)
    {
        var grant = await Expect(new CreateGrant(
            await UnitId(), await DonorId(), await TemplateId(), $"Civic voices {code}", code, "EUR", new DateOnly(2026, 1, 1), new DateOnly(2028, 12, 31)));
        var budget = await Expect(new ReadBudget(grant));
        await Expect(new EditBudget(grant, [.. Enumerable.Range(1, lines).Select(n => new LineEdit
        {
            CategoryId = budget.Categories[n % budget.Categories.Count].Id,
            Code = $"{code}.{n}",
            Description = $"Line {n} of {code}",
            Units = "2",
            UnitName = "month",
            UnitValue = "10.50",
            Position = n,
        })]));
        return grant;
    }

    /// <summary>Lets workers take lanes until none is due at the present time of the clock.</summary>
    public async Task Settle()
    {
        var worker = Worker();
        while (await worker.TakeAndWork(CancellationToken.None))
        {
        }
    }

    public async Task<SyncReceipt> Sync()
    {
        var receipt = await Expect(new SyncGrant(GrantId));
        await Settle();
        return receipt;
    }

    public Task<BudgetView> Budget() => Expect(new ReadBudget(GrantId));

    /// <summary>What Odoo holds of ours: external id to name, of one model, active records only.</summary>
    public Dictionary<string, string> InOdoo(string model) => Sandbox.Odoo.Records(model)
        .Where(r => r.ExternalId?.StartsWith($"grantsync_{Tenant}.", StringComparison.Ordinal) == true && (model == "account.analytic.plan" || r.Values.GetValueOrDefault("active") is true))
        .ToDictionary(r => r.ExternalId!, r => (string)r.Values["name"]!);

    public Task<List<SyncLogRow>> Log() => Query(db => db.SyncLog.OrderBy(r => r.Id).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Sandbox.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }

    private async Task CreateTenant() =>
        UserId = await InScope(
            async provider =>
            {
                var db = provider.GetRequiredService<GrantSyncDb>();
                var user = new User { TenantId = Tenant, Email = $"{Tenant}@example.org", Name = "Amina", Role = Role.Admin };
                db.Tenants.Add(new Tenant { Id = Tenant, Name = "Test organisation", CreatedAt = Clock.GetUtcNow() });
                await db.SaveChangesAsync();
                db.Users.Add(user);
                await db.SaveChangesAsync();
                return user.Id;
            },
            caller => caller.IsTheProgram(Tenant));

    private async Task<long> UnitId() =>
        (await Expect(new ListUnits())).FirstOrDefault()?.Id ?? await Expect(new SaveUnit(null, "Ethiopia", "ETH", 1, "GrantSync Foundation"));

    private async Task<long> DonorId() => (await Expect(new ListDonors())).FirstOrDefault()?.Id ?? await Expect(new SaveDonor(null, "European Union", "EUX"));

    private async Task<long> TemplateId() => (await Expect(new ListTemplates())).FirstOrDefault()?.Id
        ?? await Expect(new CreateTemplate("EU", [new("HR", "Human Resources"), new("TRV", "Travel"), new("IND", "Indirect costs 7 %")]));

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work, Action<Caller> who)
    {
        await using var scope = services.CreateAsyncScope();
        who(scope.ServiceProvider.GetRequiredService<Caller>());
        return await work(scope.ServiceProvider);
    }
}

/// <summary>A clock that stands until it is moved. Timers run on real time, so that heartbeats and time-outs of calls still work.</summary>
public sealed class SetClock : TimeProvider
{
    private long ticks = DateTimeOffset.UtcNow.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref ticks, to.UtcTicks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
