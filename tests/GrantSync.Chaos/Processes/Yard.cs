using System.Globalization;
using GrantSync.Application;
using GrantSync.Application.Connections;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using GrantSync.Chaos.Model;
using GrantSync.Odoo;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Chaos.Processes;

/// <summary>
/// One tenant in a database of its own with a sandbox Odoo of its own, over real HTTP, for worker processes to be killed on. Edits are put
/// down from here; what must hold in the end is their fold.
/// </summary>
internal sealed class Yard : IAsyncDisposable
{
    private const string Tenant = "yard";
    private const string Prefix = "grantsync_yard";
    private const int Lines = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly string connectionString;
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-yard-keys-").FullName;
    private readonly ServiceProvider services;
    private readonly AcceptedEdits accepted = new();
    private readonly Random random;
    private long lastNumber;

    private Yard(string connectionString, SandboxServer sandbox, int seed)
    {
        (this.connectionString, Sandbox, random) = (connectionString, sandbox, new Random(seed));
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        // the people who edit are on a machine that does not freeze
        collection.AddSingleton(WorkerProgram.Limits with { Lease = TimeSpan.FromSeconds(30) });
        collection.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keys, Worker = false });
        services = collection.BuildServiceProvider();
    }

    public SandboxServer Sandbox { get; }

    public long Edits => lastNumber;

    /// <summary>A tenant, its connection and its plans.</summary>
    /// <param name="connectionString">A migrated database.</param>
    /// <param name="seed">Of the edits.</param>
    /// <param name="farSideSeconds">The sandbox answers in milliseconds; a second is its time limit here.</param>
    public static async Task<Yard> Open(string connectionString, int seed, int farSideSeconds = 1)
    {
        var yard = new Yard(connectionString, await SandboxServer.Start(new SandboxOptions()), seed);
        await yard.InScope(async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            db.Tenants.Add(new Tenant { Id = Tenant, Name = Tenant, CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync();
            db.Connections.Add(new Connection
            {
                TenantId = Tenant,
                Server = yard.Sandbox.Address.ToString(),
                Database = "sandbox",
                UserName = "sync@example.org",
                Uid = yard.Sandbox.Odoo.Records("res.users").Single(u => (string?)u.Values["login"] == "sync@example.org").Id,
                SealedKey = provider.GetRequiredService<OdooConnections>().Seal("sync-key"),
                ServerMajor = 18,
                ExternalIdPrefix = Prefix,
                FarSideLimitSeconds = farSideSeconds,
                NextPingAt = DateTimeOffset.UtcNow.AddYears(1),
            });
            return await db.SaveChangesAsync();
        });
        await yard.PutDown([yard.Plan(Axis.Detail)]);
        return yard;
    }

    public WorkerProcess StartWorker() => WorkerProcess.Start($"{connectionString};Application Name=worker", keys);

    /// <summary>PostgreSQL ends every session of the workers; answers how many there were.</summary>
    public Task<int> ResetWorkerConnections() => Query(db => db.Database.SqlQuery<int>(
        $"""select count(pg_terminate_backend(pid))::int as "Value" from pg_stat_activity where datname = current_database() and application_name = 'worker'""").SingleAsync());

    /// <summary>After a crash of PostgreSQL: the next act or look is not to begin on a connection that is gone.</summary>
    public void ForgetConnections() => services.GetRequiredService<NpgsqlDataSource>().Clear();

    /// <summary>One act with a few edits.</summary>
    public Task PutDownSome() => PutDown([.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Line(1 + random.Next(Lines))).DistinctBy(edit => edit.Key)]);

    public async Task<bool> IsSettled() => !await Query(db => db.Intents.AnyAsync(i => i.State != IntentState.Confirmed && i.State != IntentState.Superseded));

    /// <summary>Waits until every intent has ended.</summary>
    public async Task UntilSettled()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsSettled())
        {
            if (patience.IsCancellationRequested)
            {
                var open = await Query(db => db.Intents.Where(i => i.State != IntentState.Confirmed && i.State != IntentState.Superseded).ToListAsync());
                var lane = await Query(db => db.Lanes.SingleAsync());
                Assert.Fail($"{open.Count} edits have not settled in {Patience.TotalSeconds} s, the first {open[0].State} ({open[0].Problem}); now {DateTimeOffset.UtcNow:HH:mm:ss}, the lane: due {lane.DueAt:HH:mm:ss}, leased until {lane.LeaseUntil:HH:mm:ss}, {lane.StoppedBecause ?? "not stopped"}.");
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Waits until every job of the schedule has its turns.</summary>
    public async Task UntilPlanned()
    {
        using var patience = new CancellationTokenSource(Patience);
        var jobs = services.GetServices<Job>().Count();
        while (await Query(db => db.Database.SqlQuery<int>($"""select count(*)::int as "Value" from quartz.qrtz_triggers""").SingleAsync(CancellationToken.None)) < jobs)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Waits until each job that comes round within half a minute has had a further turn: none hangs on a node that is gone.</summary>
    public async Task UntilJobsComeRound()
    {
        using var patience = new CancellationTokenSource(Patience);
        var now = DateTimeOffset.UtcNow.UtcTicks;
        while (await Query(db => db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from quartz.qrtz_triggers t join quartz.qrtz_simple_triggers s using (sched_name, trigger_name, trigger_group)
            where s.repeat_interval <= 30000 and coalesce(t.prev_fire_time, 0) < {now}
            """).SingleAsync(CancellationToken.None)) > 0)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Odoo is the fold of the edits, each record once, and the log holds every call that Odoo has seen.</summary>
    public async Task Look()
    {
        var held = new[] { SyncStage.Plans, SyncStage.Accounts }.SelectMany(stage => Sandbox.Odoo.Records(stage.Model(OdooDialect.For(18))))
            .Where(r => ((string?)r.Values["name"])?.Contains('#', StringComparison.Ordinal) == true).ToList();
        Assert.Equal(
            accepted.Wanted.Select(w => $"{w.ExternalId}: {w.Fields.Name}").Order(StringComparer.Ordinal),
            held.Select(r => $"{r.ExternalId}: {r.Values["name"]}").Order(StringComparer.Ordinal));
        var heads = await Query(db => db.OdooRecordHeads.AsNoTracking().ToListAsync());
        Assert.All(heads, head => Assert.Equal(head.WantedHash, head.ConfirmedHash));
        Assert.All(heads, head => Assert.Equal(head.ExternalId, held.Single(r => r.Id == head.OdooId && r.Model == head.Model).ExternalId));

        var logged = await Query(db => db.SyncLog.LongCountAsync());
        var seen = Sandbox.Odoo.Calls.Count == 0 ? 0 : Sandbox.Odoo.Calls[^1].Number;
        Assert.True(seen <= logged, $"Odoo has seen {seen} calls, the log holds {logged}.");
    }

    public Task<T> Query<T>(Func<GrantSyncDb, Task<T>> query) => InScope(provider => query(provider.GetRequiredService<GrantSyncDb>()));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Sandbox.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }

    private async Task PutDown(IReadOnlyList<WantedRecord> edits)
    {
        await InScope(async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var count = await provider.GetRequiredService<Intents>().PutDown(edits, null, null, CancellationToken.None);
            await transaction.CommitAsync();
            return count;
        });
        accepted.Accept(edits);
        accepted.Forget();
    }

    private WantedRecord Plan(Axis axis)
    {
        var key = new SyncKey(Tenant, SyncEntity.Plan, (int)axis);
        return new(key, key.ExternalId(Prefix), new WantedPlan(new EditName(EditName.RecordOf(key), ++lastNumber, "").ToString()), []);
    }

    private WantedRecord Line(int id)
    {
        var (key, plan) = (new SyncKey(Tenant, SyncEntity.BudgetLine, id), new SyncKey(Tenant, SyncEntity.Plan, (int)Axis.Detail));
        var fields = new WantedAccount(
            new EditName(EditName.RecordOf(key), ++lastNumber, "").ToString(), string.Create(CultureInfo.InvariantCulture, $"L{id}"), plan.ExternalId(Prefix), null, null, true);
        return new(key, key.ExternalId(Prefix), fields, [plan]);
    }

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsTheProgram(Tenant);
        return await work(scope.ServiceProvider);
    }
}
