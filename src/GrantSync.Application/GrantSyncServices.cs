using System.Data.Common;
using FluentValidation;
using GrantSync.Application.Actuals;
using GrantSync.Application.Adoption;
using GrantSync.Application.Alerts;
using GrantSync.Application.Amendments;
using GrantSync.Application.Connections;
using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Application.Users;
using GrantSync.Odoo;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace GrantSync.Application;

/// <summary>What the product needs to know to run. Limits and periods have their own options beside the code that keeps them.</summary>
public sealed record GrantSyncOptions
{
    public required string ConnectionString { get; init; }

    /// <summary>Where Data Protection keeps its keys; they open the sealed API keys, so they live outside the database.</summary>
    public required string KeysFolder { get; init; }

    /// <summary>Whether this node takes lanes and pings.</summary>
    public bool Worker { get; init; } = true;

    /// <summary>By which e-mail goes out; null when the operator has set none.</summary>
    public MailServer? Mail { get; init; }

    /// <summary>Where people open GrantSync, for links in messages; null when the operator has not said.</summary>
    public Uri? PublicAddress { get; init; }
}

/// <summary>Puts the use cases, the storage and the workers into a host.</summary>
public static class GrantSyncServices
{
    public static IServiceCollection AddGrantSync(this IServiceCollection services, GrantSyncOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => Sessions.Of(options.ConnectionString, provider.GetRequiredService<SyncLimits>().Lease));
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton<TenantOnConnection>();
        services.AddDbContext<GrantSyncDb>((provider, db) => db
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))

            // the first keys of a row's array are taken in the array's own order
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning))
            .AddInterceptors(provider.GetRequiredService<TenantOnConnection>()));
        services.AddScoped<Caller>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddDataProtection().SetApplicationName("GrantSync").PersistKeysToFileSystem(Directory.CreateDirectory(options.KeysFolder));

        services.AddScoped<GrantReader>();
        services.AddScoped<KeptBudget>();
        services.AddScoped<OpenGrants>();
        services.AddScoped<Intents>();
        services.AddScoped<SyncChecks>();
        services.AddScoped<IntentStore>();
        services.AddScoped<LaneStore>();
        services.AddScoped<LaneRun>();
        services.AddScoped<BatchSend>();
        services.AddScoped<RecordsInDoubt>();
        services.AddScoped<UnknownOutcomes>();
        services.AddScoped<References>();
        services.AddScoped<LoggedCalls>();
        services.AddScoped<LogIndex>();
        services.TryAddSingleton<LogReach>();
        services.AddScoped<LogSearch>();
        services.AddScoped<LogItems>();
        services.AddScoped<ConnectionTest>();
        services.AddScoped<BudgetDetection>();
        services.AddScoped<AdoptionSearch>();
        services.AddScoped<OdooPing>();
        services.AddScoped<OdooLook>();
        services.AddScoped<PingStore>();
        services.AddScoped<TenantLimits>();
        services.AddScoped<OneTenant>();
        services.AddScoped<IncidentStore>();
        services.AddScoped<BudgetLook>();
        services.AddScoped<TenantPills>();
        services.AddScoped<AlertQueue>();
        services.AddSingleton<ChannelSeal>();
        services.AddSingleton<OutgoingMail>();
        services.AddSingleton<AlertMail>();
        services.AddSingleton<AlertPost>();
        services.AddSingleton<AlertSender>();
        services.AddScoped<DriftCheck>();
        services.AddScoped<DriftLook>();
        services.AddScoped<DriftStore>();
        services.AddScoped<MeantRecords>();
        services.AddScoped<KeepOdoo>();
        services.AddScoped<WriteOurs>();
        services.AddScoped<ActualsReading>();
        services.AddScoped<ActualsLook>();
        services.AddScoped<GrantActuals>();
        services.TryAddSingleton(new WritePath());
        services.TryAddSingleton<Guards>();
        services.TryAddSingleton<SyncLimits>();
        services.TryAddSingleton<HealthLimits>();
        services.TryAddSingleton<DriftLimits>();
        services.TryAddSingleton<ActualsLimits>();
        services.TryAddSingleton<Nights>();
        services.TryAddSingleton<LogKeeping>();
        services.AddSingleton<NightlyRound>();
        services.TryAddSingleton<AlertLimits>();
        services.TryAddSingleton<OdooLimits>();
        services.AddSingleton<OdooConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddHostedService<SecondClock>();
        services.AddHostedService<Measures>();
        services.AddSingleton<LaneWorker>();
        if (options.Worker)
        {
            services.AddHostedService(provider => provider.GetRequiredService<LaneWorker>());
            services.AddHostedService<Watchdog>();
        }

        AddJobs(services);
        services.AddSchedule(options.Worker);
        AddUseCases(services);
        return services;
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddTimedWork<Pinger>("pings", "Pings each organisation's Odoo every five minutes, and a bad one again after half a minute.", TimeSpan.FromSeconds(5));
        services.AddTimedWork<IncidentSweep>("incident-sweep", "Alerts, escalates and closes incidents whose time has come.", IncidentSweep.Every);
        services.AddTimedWork<AlertDeliveries>("alert-deliveries", "Tells people of incidents, and tries again what could not be delivered.", TimeSpan.FromSeconds(10));
        services.AddTimedWork<NightlyDrift>("drift", "Compares each organisation's Odoo with what GrantSync wrote there, once a night.", TimeSpan.FromMinutes(1));
        services.AddTimedWork<NightlyActuals>("actuals", "Reads what was spent from each organisation's Odoo, once a night.", TimeSpan.FromMinutes(1));
        services.AddTimedWork<PingRetention>("ping-retention", "Removes pings that are older than the history shows.", PingRetention.Every);
        services.AddTimedWork<DropOldLog>("log-retention", "Drops the months of the sync log that nobody keeps any longer, and makes the tables of the months to come.", TimeSpan.FromHours(6));
        services.AddTimedWork<ProveLog>("log-proof", "Follows the seals of every organisation's sync log, and fails when a row was changed, removed or put in.", TimeSpan.FromDays(1));
    }

    /// <summary>Handlers and validators are found by scanning; the behaviours stand round each use case, the first outermost.</summary>
    private static void AddUseCases(IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        ValidatorOptions.Global.LanguageManager = new ValidatorSentences();
        services.Scan(scan => scan.FromAssemblyOf<GrantSyncDb>()
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false).AsImplementedInterfaces().WithScopedLifetime()
            .AddClasses(classes => classes.AssignableTo(typeof(IValidator<>)), publicOnly: false).AsImplementedInterfaces().WithScopedLifetime());
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Trace<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorise<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(OneTransaction<,>));
    }
}
