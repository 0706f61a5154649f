using System.Diagnostics.Metrics;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Health;

/// <summary>
/// What the product tells of its own work as measures, once a minute read from the database: each node tells the same. Names and units are
/// in docs/manual/operations.md.
/// </summary>
public sealed class Measures(IServiceScopeFactory scopes, TimeProvider time, ILogger<Measures> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly Histogram<double> Calls =
        Telemetry.Meter.CreateHistogram<double>("grantsync.odoo.call.duration", "s", "Calls to Odoo, by tenant, model, method and outcome");

    private static Now now = new(0, 0, 0, 0, 0);
    private static readonly ObservableGauge<long>[] Gauges =
    [
        Telemetry.Meter.CreateObservableGauge("grantsync.intents.waiting", () => now.Waiting, description: "Records on their way to Odoo"),
        Telemetry.Meter.CreateObservableGauge("grantsync.intents.oldest", () => now.OldestSeconds, "s", "Age of the record that has been on its way for longest"),
        Telemetry.Meter.CreateObservableGauge("grantsync.intents.refused", () => now.Refused, description: "Records that wait for a person"),
        Telemetry.Meter.CreateObservableGauge("grantsync.incidents.open", () => now.Incidents, description: "Incidents that are not resolved"),
        Telemetry.Meter.CreateObservableGauge("grantsync.alerts.waiting", () => now.Deliveries, description: "Messages of incidents that are not delivered yet"),
    ];

    /// <summary>One call, when it has ended.</summary>
    internal static void Called(string tenant, string model, string method, string outcome, TimeSpan took) =>
        Calls.Record(took.TotalSeconds, new("tenant", tenant), new("model", model), new("method", method), new("outcome", outcome));

    /// <summary>Reads them once.</summary>
    public async Task Read(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var at = time.GetUtcNow();
        now = await scope.ServiceProvider.GetRequiredService<GrantSyncDb>().Database.SqlQuery<Now>(
            $"""
            select (select count(*) from intents where state in ('queued', 'sending', 'unknown')) as "Waiting",
                (select count(*) from intents where state = 'refused') as "Refused",
                coalesce((select extract(epoch from {at} - min(created_at))::bigint from intents where state in ('queued', 'sending', 'unknown')), 0) as "OldestSeconds",
                (select count(*) from incidents where state <> 'resolved') as "Incidents",
                (select count(*) from alert_deliveries where state = 'waiting') as "Deliveries"
            """).SingleAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = Gauges;
        var rounds = new Rounds(time, Look, Read, "the measures are old", log);
        await rounds.Once(stoppingToken);
        await rounds.Go(stoppingToken);
    }

    private sealed record Now(long Waiting, long Refused, long OldestSeconds, long Incidents, long Deliveries);
}
