using GrantSync.Application.Health;
using GrantSync.Application.Incidents;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>What a trace is played through: the pure rules alone, or the stored path with PostgreSQL under it.</summary>
internal abstract class ReplayWorld
{
    public abstract DateTimeOffset NextPingAt { get; }

    public abstract Task Measure(Ping ping, DateTimeOffset startedAt);

    public abstract Task Sweep(DateTimeOffset now);

    public abstract Task Watch(DateTimeOffset now);

    public abstract Task Plan(DateTimeOffset from, DateTimeOffset to);

    public abstract Task<(IReadOnlyList<Incident> Incidents, IReadOnlyList<IncidentEvent> Events)> End();

    /// <summary>The colour at this moment; null where it is not asked for.</summary>
    public virtual Pill? Shown(DateTimeOffset now) => null;
}

/// <summary>The rules and nothing else.</summary>
internal sealed class PureWorld : ReplayWorld
{
    private readonly HealthLimits limits = new();
    private readonly List<Incident> incidents = [];
    private readonly List<IncidentEvent> events = [];
    private readonly List<MaintenanceWindow> windows = [];
    private TenantPill? pill;
    private DateTimeOffset next = Trace.Start;
    private int ids;

    public override DateTimeOffset NextPingAt => next;

    public IReadOnlyList<Incident> Incidents => incidents;

    public IReadOnlyList<IncidentEvent> Events => events;

    public override Pill? Shown(DateTimeOffset now) => PillRule.Judge(pill, now, limits).Pill;

    public override Task Measure(Ping ping, DateTimeOffset startedAt)
    {
        pill = PillRule.Next(pill, ping, limits);
        next = PillRule.NextPingAt(pill, startedAt, limits);
        return Sweep(ping.At);
    }

    public override Task Sweep(DateTimeOffset now)
    {
        Keep(IncidentRule.Step(new HealthSeen(now, pill, [.. windows.Where(w => w.FromAt <= now)], limits), incidents));
        return Task.CompletedTask;
    }

    public override Task Watch(DateTimeOffset now)
    {
        if (pill is not null && now - pill.MeasuredAt > limits.GreyAfter)
        {
            Keep(IncidentRule.NotMeasured(new HealthSeen(now, null, [], limits), "t", pill.MeasuredAt + limits.GreyAfter, "Not measured", incidents));
        }

        return Task.CompletedTask;
    }

    public override Task Plan(DateTimeOffset from, DateTimeOffset to)
    {
        windows.Add(new MaintenanceWindow { TenantId = "t", FromAt = from, ToAt = to, Reason = "Upgrade", PlannedAt = from });
        return Task.CompletedTask;
    }

    public override Task<(IReadOnlyList<Incident> Incidents, IReadOnlyList<IncidentEvent> Events)> End() => Task.FromResult(((IReadOnlyList<Incident>)incidents, (IReadOnlyList<IncidentEvent>)events));

    private void Keep(IReadOnlyList<IncidentStep> steps)
    {
        // the database numbers what is new
        for (var n = 0; n < incidents.Count; n++)
        {
            if (incidents[n].Id == 0)
            {
                var numbered = Numbered(incidents[n], ++ids);
                steps = [.. steps.Select(s => s.Incident == incidents[n] ? s with { Incident = numbered } : s)];
                incidents[n] = numbered;
            }
        }

        events.AddRange(steps.Select(s => new IncidentEvent { TenantId = "t", IncidentId = s.Incident.Id, Kind = s.Kind, At = s.At, Note = s.Note }));
    }

    private static Incident Numbered(Incident i, long id) => new()
    {
        Id = id,
        TenantId = i.TenantId,
        Cause = i.Cause,
        State = i.State,
        BeganAt = i.BeganAt,
        RedAt = i.RedAt,
        RedSince = i.RedSince,
        RedSecondsBefore = i.RedSecondsBefore,
        PartOf = i.PartOf,
        AlertedAt = i.AlertedAt,
        SnoozedUntil = i.SnoozedUntil,
        EscalatedAt = i.EscalatedAt,
        ResolvedAt = i.ResolvedAt,
        Relapses = i.Relapses,
        Problem = i.Problem,
    };
}
