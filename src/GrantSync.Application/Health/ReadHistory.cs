using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>A tenant's health now and in the last thirty days.</summary>
/// <param name="Tenant">For support; null: the caller's own.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadHistory(string? Tenant) : IQuery<HealthHistory>;

/// <param name="Now">The pill with what is said of it.</param>
/// <param name="MeasuredSince">The first measurement: what was before it counts for nothing. Null before there is one.</param>
/// <param name="Spans">The last 24 hours, 7 days and 30 days.</param>
/// <param name="Days">Thirty days in UTC, oldest first, the last one is today.</param>
/// <param name="Hours">The answering times of the last 7 days, an hour each; hours without an answer are left out.</param>
public sealed record HealthHistory(TenantHealth Now, DateTimeOffset? MeasuredSince, IReadOnlyList<HealthSpan> Spans, IReadOnlyList<HealthDay> Days, IReadOnlyList<HealthHour> Hours);

/// <param name="Hours">How far back it goes.</param>
/// <param name="Uptime">From the first measurement on, if that is later.</param>
/// <param name="Median">Milliseconds of the measurements that were answered; null without any.</param>
public sealed record HealthSpan(int Hours, Uptime Uptime, int? Median, int? Percentile95);

/// <param name="Uptime">Null before the first measurement.</param>
public sealed record HealthDay(DateOnly Day, Uptime? Uptime);

public sealed record HealthHour(DateTimeOffset At, int Median, int Percentile95);

internal sealed class ReadHistoryHandler(GrantSyncDb db, OneTenant tenants, TenantPills pills, HealthLimits limits, TimeProvider time) : IRequestHandler<ReadHistory, Result<HealthHistory>>
{
    private const int Days = 30;

    public async Task<Result<HealthHistory>> Handle(ReadHistory request, CancellationToken cancellationToken)
    {
        if (await tenants.Of(request.Tenant, cancellationToken) is not { } tenant)
        {
            return new TenantIsGone();
        }

        var now = time.GetUtcNow();
        var from = now.AddDays(-Days);
        var reach = from - limits.GreyAfter;
        var samples = await db.Pings.AsNoTracking().Where(p => p.TenantId == tenant.Id && p.At >= reach && p.At <= now)
            .OrderBy(p => p.At).Select(p => new Sample(p.At, p.Verdict, p.LatencyMilliseconds)).ToListAsync(cancellationToken);
        var began = await db.Pings.Where(p => p.TenantId == tenant.Id).MinAsync(p => (DateTimeOffset?)p.At, cancellationToken);
        var first = began ?? now;
        var windows = await db.MaintenanceWindows.AsNoTracking().Where(w => w.TenantId == tenant.Id && w.ToAt > from && w.FromAt < now).ToListAsync(cancellationToken);
        return new HealthHistory(
            await pills.Of(tenant, cancellationToken),
            began,
            [.. new[] { 24, 24 * 7, 24 * Days }.Select(hours => Span(hours, samples, windows, first, now))],
            [.. Enumerable.Range(0, Days).Select(n => Day(DateOnly.FromDateTime(now.UtcDateTime).AddDays(n + 1 - Days), samples, windows, first, now))],
            [.. Answered(samples).Where(s => s.At >= now.AddDays(-7)).GroupBy(s => s.At.Ticks / TimeSpan.TicksPerHour)
                .Select(hour => new HealthHour(new DateTimeOffset(hour.Key * TimeSpan.TicksPerHour, TimeSpan.Zero), At(hour, 0.5)!.Value, At(hour, 0.95)!.Value))]);
    }

    private HealthSpan Span(int hours, List<Sample> samples, List<MaintenanceWindow> windows, DateTimeOffset first, DateTimeOffset now)
    {
        var from = now.AddHours(-hours);
        var answered = Answered(samples).Where(s => s.At >= from).ToList();
        return new HealthSpan(hours, Uptime.Of(samples, windows, first > from ? first : from, now, limits.GreyAfter), At(answered, 0.5), At(answered, 0.95));
    }

    private HealthDay Day(DateOnly day, List<Sample> samples, List<MaintenanceWindow> windows, DateTimeOffset first, DateTimeOffset now)
    {
        var (from, to) = (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        (from, to) = (first > from ? first : from, now < to ? now : to);
        return new HealthDay(day, from < to ? Uptime.Of(samples, windows, from, to, limits.GreyAfter) : null);
    }

    /// <summary>A bad measurement's time says how soon it failed, or when we gave up.</summary>
    private static IEnumerable<Sample> Answered(IEnumerable<Sample> samples) => samples.Where(s => s.Verdict != PingVerdict.Bad);

    private static int? At(IEnumerable<Sample> samples, double share)
    {
        var sorted = samples.Select(s => s.LatencyMilliseconds).Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
    }
}
