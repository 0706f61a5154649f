using System.Globalization;
using GrantSync.Application;
using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using GrantSync.Chaos.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Chaos.Simulation;

/// <summary>The real container on a database of its own, with a clock that is set, a model Odoo a tenant, and faults at every step.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly SimulationOptions options;
    private readonly ServiceProvider services;
    private readonly NpgsqlDataSource outside;
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-chaos-keys-").FullName;
    private readonly EngineLog log = new();

    public World(SimulationOptions options, string connectionString)
    {
        this.options = options;
        Chance = new Chance(options.Seed, options.Trace);
        outside = NpgsqlDataSource.Create(connectionString);
        Tenants = [.. Enumerable.Range(1, options.Tenants).Select(n => string.Create(CultureInfo.InvariantCulture, $"tenant{n}"))
            .Select(name => new ModelTenant(name, Chance, new CommittedRows(outside, name), StandStill))];

        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddProvider(log));
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(new SyncLimits { Jitter = 0, Turn = TimeSpan.FromDays(1) });
        collection.AddSingleton(options.Guards);
        collection.AddSingleton(new WritePath(Reach));
        collection.AddSingleton<OdooTransport>(login => new ModelWire(Of(login.Address.Database), Clock, Chance, options.Faults));
        collection.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keys, Worker = false });
        collection.ConfigureDbContext<GrantSyncDb>(db => db.AddInterceptors(new BreakingCommits(this, options.Faults)));
        services = collection.BuildServiceProvider();
        Workers = [.. Enumerable.Range(1, options.Workers).Select(n => new SimulatedWorker(n, () => ActivatorUtilities.CreateInstance<LaneWorker>(services)))];
    }

    public SimulatedClock Clock { get; } = new();

    public Chance Chance { get; }

    public IReadOnlyList<ModelTenant> Tenants { get; }

    public IReadOnlyList<SimulatedWorker> Workers { get; }

    /// <summary>Crashes between the commit of a pending row and the call: each leaves a row of a call that was never made.</summary>
    public long RowsWithoutCall { get; set; }

    public Exception? EngineBug => log.Bug;

    public ModelTenant Of(string name) => Tenants.Single(t => t.Name == name);

    /// <summary>Tenants and their connections.</summary>
    public async Task Found()
    {
        foreach (var tenant in Tenants)
        {
            await InScope(tenant.Name, async provider =>
            {
                var db = provider.GetRequiredService<GrantSyncDb>();
                db.Tenants.Add(new Tenant { Id = tenant.Name, Name = tenant.Name, CreatedAt = Clock.GetUtcNow() });
                await db.SaveChangesAsync();
                db.Connections.Add(new Connection
                {
                    TenantId = tenant.Name,
                    Server = "https://odoo.example.org",
                    Database = tenant.Name,
                    UserName = "sync@example.org",
                    Uid = 7,
                    SealedKey = provider.GetRequiredService<OdooConnections>().Seal("key"),
                    ServerMajor = 18,
                    ExternalIdPrefix = tenant.Prefix,
                    Plans = [new() { TenantId = tenant.Name, Axis = Axis.Project, PlanName = "Project", ExistingPlanId = ModelOdoo.ProjectPlan }],
                });
                return await db.SaveChangesAsync();
            });
        }
    }

    /// <summary>Moves the clock: Odoo ends what it was working on, and those who live renew their leases.</summary>
    public async Task Advance(TimeSpan by)
    {
        Clock.Advance(by);
        foreach (var tenant in Tenants)
        {
            tenant.AtWork.CatchUp(Clock.Now);
        }

        foreach (var worker in Workers.Where(w => w is { IsStanding: true, KeepsItsLease: true, Lane: not null }))
        {
            await InScope(worker.Lane!.Tenant, provider => provider.GetRequiredService<LaneStore>().Renew(worker.Lane, CancellationToken.None));
        }
    }

    /// <summary>Every tenant's Odoo answers a ping: what had failed too often may try one row.</summary>
    public Task<int> Ping() => InScope(Caller.EveryTenant, provider => provider.GetRequiredService<GrantSyncDb>().Database.ExecuteSqlAsync(
        $"update lanes set breaker = 'half_open', due_at = {Clock.GetUtcNow()} where breaker = 'open'"));

    /// <summary>Lets one worker run until it stands still, ends or dies.</summary>
    public async Task<bool> Run(SimulatedWorker worker)
    {
        var worked = await worker.Run();
        return log.Bug switch
        {
            null => worked,
            ViolationException seen => throw seen,
            var bug => throw new ViolationException($"The engine failed inside: {bug}"),
        };
    }

    public async Task<T> InScope<T>(string tenant, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsTheProgram(tenant);
        return await work(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await outside.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }

    private async Task Reach(WritePoint point, string tenant)
    {
        if (SimulatedWorker.Current is not { } worker)
        {
            return;
        }

        if (point == WritePoint.LaneTaken)
        {
            worker.Lane = await InScope(tenant, async provider =>
                new HeldLane(tenant, (await provider.GetRequiredService<GrantSyncDb>().Lanes.FindAsync(tenant))!.Fence));
        }

        worker.Passed = point;
        if (Chance.Strikes(nameof(FaultRates.Crash), options.Faults.Crash))
        {
            RowsWithoutCall += point == WritePoint.PendingCommitted ? 1 : 0;
            throw new SimulatedCrash(point.ToString());
        }

        // inside a transaction it would hold the lane's row, and those who wait for that row would stand still with it
        if (point is WritePoint.PendingWritten or WritePoint.OutcomeWritten || (point == WritePoint.PendingCommitted && !options.Faults.LateSends))
        {
            return;
        }

        await StandStill(point.ToString(), tenant);
    }

    private async Task StandStill(string where, string tenant)
    {
        if (SimulatedWorker.Current is { } worker && Chance.Strikes(nameof(FaultRates.Pause), options.Faults.Pause))
        {
            var keepsItsLease = Chance.OneIn(3);
            Chance.Tell(string.Create(CultureInfo.InvariantCulture, $"worker {worker.Number} stands {where} for {tenant}{(keepsItsLease ? ", alive" : "")}"));

            // half of them shorter than a lease, half of them often longer than a lease and Odoo's time limit together
            await worker.StandStill(keepsItsLease, Clock.Now + Chance.UpTo(Chance.OneIn(2) ? 25 : 300));
        }
    }
}
