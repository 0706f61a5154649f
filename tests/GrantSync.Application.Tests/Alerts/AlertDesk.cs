using System.Collections.Concurrent;
using GrantSync.Application.Alerts;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Application.Tests.Alerts;

/// <summary>The operator's support, one tenant, and a node that delivers; <see cref="Beside"/> is another node on the same database.</summary>
internal sealed class AlertDesk : IAsyncDisposable
{
    public const string Tenant = "acme";
    private readonly ServiceProvider services;
    private readonly string keys;
    private readonly bool isFirst;
    private int channels;

    private AlertDesk(string connectionString, SetClock clock, MailServer? mail, string? keys)
    {
        (ConnectionString, Clock, isFirst) = (connectionString, clock, keys is null);
        this.keys = keys ?? Directory.CreateTempSubdirectory("grantsync-keys-").FullName;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddSingleton(new AlertLimits { Patience = TimeSpan.FromSeconds(2) });
        collection.AddGrantSync(new GrantSyncOptions
        {
            ConnectionString = connectionString,
            KeysFolder = this.keys,
            Worker = false,
            Mail = mail,
            PublicAddress = new Uri("https://grantsync.example.org/"),
        });
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public string ConnectionString { get; }

    public SetClock Clock { get; }

    /// <summary>Every line that this node has logged, with its exception.</summary>
    public Lines Log { get; } = new();

    public static async Task<AlertDesk> Open(TestDatabase database, MailServer? mail = null)
    {
        var clock = new SetClock();

        // on the second: the database keeps microseconds
        clock.Advance(TimeSpan.FromTicks(-(clock.GetUtcNow().UtcTicks % TimeSpan.TicksPerSecond)));
        var desk = new AlertDesk(await database.Copy(), clock, mail, keys: null);
        await desk.Do(async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            db.Tenants.Add(new Tenant { Id = Application.Tenants.Tenant.Operator, Name = "Support", CreatedAt = desk.Clock.GetUtcNow() });
            db.Tenants.Add(new Tenant { Id = Tenant, Name = "Acme Relief", CreatedAt = desk.Clock.GetUtcNow() });
            db.Tenants.Add(new Tenant { Id = "other", Name = "Other", CreatedAt = desk.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        return desk;
    }

    public AlertDesk Beside(MailServer? mail = null) => new(ConnectionString, Clock, mail, keys);

    /// <summary>A channel of support for everything, unless told otherwise; with its signing secret.</summary>
    public async Task<SavedChannel> Channel(ChannelKind kind, string address, bool red = true, bool escalation = true, string? name = null, Role role = Role.Support) =>
        (await Send(new SaveChannel(null, kind, name ?? (channels++ == 0 ? "On call" : $"On call {channels}"), address, red, escalation, OnResolved: true), role)).Value;

    /// <summary>An open incident of the tenant, red since 20 minutes.</summary>
    public async Task<Incident> Incident(HealthCause cause = HealthCause.Unreachable, string problem = "Odoo could not be reached (no answer within 5 s).")
    {
        var incident = new Incident { TenantId = Tenant, Cause = cause, BeganAt = Clock.GetUtcNow().AddMinutes(-20), RedAt = Clock.GetUtcNow().AddMinutes(-19), Problem = problem };
        await Do(async provider =>
        {
            provider.GetRequiredService<GrantSyncDb>().Incidents.Add(incident);
            return await provider.GetRequiredService<GrantSyncDb>().SaveChangesAsync();
        });
        return incident;
    }

    /// <summary>As the engine does it: in a transaction that sees the tenant's rows only.</summary>
    public Task<int> Put(Incident incident, AlertKind kind) => Do(
        async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await provider.GetRequiredService<AlertQueue>().Put(incident, kind, CancellationToken.None);
            await transaction.CommitAsync();
            return await db.AlertDeliveries.CountAsync();
        },
        Tenant);

    public async Task Resolve(Incident incident)
    {
        incident.ResolvedAt = Clock.GetUtcNow();
        await Do(provider => provider.GetRequiredService<GrantSyncDb>().Incidents.Where(i => i.Id == incident.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ResolvedAt, incident.ResolvedAt).SetProperty(i => i.State, IncidentState.Resolved)));
        await Put(incident, AlertKind.Resolved);
    }

    /// <summary>The timed work, once.</summary>
    public Task<string> Deliver(bool all = false, CancellationToken stop = default) =>
        ((ITimedWork)services.GetRequiredService(services.GetServices<Job>().Single(j => j.Name == "alert-deliveries").Work)).Run(all, stop);

    public Task<List<AlertDelivery>> Deliveries() =>
        Do(provider => provider.GetRequiredService<GrantSyncDb>().AlertDeliveries.AsNoTracking().OrderBy(d => d.PutAt).ThenBy(d => d.Id).ToListAsync());

    public Task<Result<T>> Send<T>(IRequest<Result<T>> request, Role role = Role.Support, string tenant = Tenant) => Do(
        provider => provider.GetRequiredService<IMediator>().Send(request),
        caller => caller.Is(1, "Sofie", role, role == Role.Support ? Caller.EveryTenant : tenant));

    /// <summary>Everything in the database, as text.</summary>
    public async Task<string> EveryRow()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        async Task<List<string>> Column(string sql)
        {
            await using var command = source.CreateCommand($"select set_config('grantsync.tenant', '*', false); {sql}");
            await using var reader = await command.ExecuteReaderAsync();
            await reader.NextResultAsync();
            var column = new List<string>();
            while (await reader.ReadAsync())
            {
                column.Add(reader.GetString(0));
            }

            return column;
        }

        var rows = new List<string>();
        foreach (var table in await Column("select table_name from information_schema.tables where table_schema = 'public'"))
        {
            rows.AddRange(await Column($"select t::text from {table} t"));
        }

        return string.Join('\n', rows);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (isFirst)
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    private Task<T> Do<T>(Func<IServiceProvider, Task<T>> work, string tenant = Caller.EveryTenant) => Do(work, caller => caller.IsTheProgram(tenant));

    private async Task<T> Do<T>(Func<IServiceProvider, Task<T>> work, Action<Caller> who)
    {
        await using var scope = services.CreateAsyncScope();
        who(scope.ServiceProvider.GetRequiredService<Caller>());
        return await work(scope.ServiceProvider);
    }

    /// <summary>Keeps what is logged.</summary>
    internal sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public override string ToString() => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
