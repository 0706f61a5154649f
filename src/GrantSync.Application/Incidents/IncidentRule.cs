using GrantSync.Application.Alerts;
using GrantSync.Application.Health;

namespace GrantSync.Application.Incidents;

/// <summary>What is known of a tenant at a moment.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Pill">As the newest measurement left it; null before the first.</param>
/// <param name="Windows">Maintenance that has begun.</param>
/// <param name="Limits">The tenant's.</param>
public sealed record HealthSeen(DateTimeOffset Now, TenantPill? Pill, IReadOnlyList<MaintenanceWindow> Windows, HealthLimits Limits)
{
    public bool InMaintenance => Windows.Any(w => w.Holds(Now));

    /// <summary>When the count of red minutes began anew: at the end of maintenance, or of a gap in which nothing was measured.</summary>
    public DateTimeOffset? CountedFrom
    {
        get
        {
            var ended = Windows.Where(w => w.FromAt < w.ToAt && w.ToAt <= Now).Select(w => (DateTimeOffset?)w.ToAt).Max();
            return ended > Pill?.MeasuredSince || Pill is null ? ended : Pill.MeasuredSince;
        }
    }
}

/// <summary>A transition of an incident, for its timeline and, of some, for those who are told.</summary>
public sealed record IncidentStep(Incident Incident, IncidentEventKind Kind, DateTimeOffset At, string? Note = null)
{
    public AlertKind? Alert => Kind switch
    {
        IncidentEventKind.Alerted => AlertKind.Red,
        IncidentEventKind.Escalated => AlertKind.Escalation,
        IncidentEventKind.ResolvedTold => AlertKind.Resolved,
        _ => null,
    };
}

/// <summary>
/// From the pill to incidents: what begins, relapses, alerts, escalates and ends. Reads no clock and no table, so that thirty days can be
/// replayed through it; the incidents it is given are changed in place.
/// </summary>
public static class IncidentRule
{
    /// <param name="seen">What is known now.</param>
    /// <param name="incidents">The tenant's that are open, that may relapse, or whose end is still to be told; new ones are added.</param>
    /// <returns>What happened, in order.</returns>
    public static IReadOnlyList<IncidentStep> Step(HealthSeen seen, List<Incident> incidents)
    {
        var now = PillRule.Judge(seen.Pill, seen.Now, seen.Limits);
        if (seen.Pill is not { } pill || now.Pill == Pill.Grey)
        {
            // nothing is known, so nothing begins and nothing ends
            return [];
        }

        var steps = new List<IncidentStep>();
        Resolve(seen, incidents.Where(i => i.Cause == HealthCause.NotMeasured), pill.MeasuredAt, steps);
        if (now.Pill == Pill.Red)
        {
            Red(seen, pill, incidents, steps);
        }
        else
        {
            Resolve(seen, incidents.Where(i => i.RedSince is not null), pill.MeasuredAt, steps);
        }

        if (now.Pill == Pill.Amber)
        {
            Amber(seen, pill, incidents, steps);
        }
        else if (now.Pill == Pill.Green)
        {
            Resolve(seen, incidents, pill.MeasuredAt, steps);
        }

        Tell(seen, pill, incidents, steps);
        return steps;
    }

    /// <summary>Nothing was measured though it was due. The one cause that no ping finds.</summary>
    public static IReadOnlyList<IncidentStep> NotMeasured(HealthSeen seen, string tenant, DateTimeOffset since, string problem, List<Incident> incidents)
    {
        var steps = new List<IncidentStep>();
        Begin(seen, tenant, HealthCause.NotMeasured, since, problem, incidents, steps);
        return steps;
    }

    private static void Red(HealthSeen seen, TenantPill pill, List<Incident> incidents, List<IncidentStep> steps)
    {
        if (pill.BadInRow == 0 || pill.Cause is not { } cause)
        {
            return;
        }

        var lead = incidents.FirstOrDefault(i => i is { RedSince: not null, PartOf: null });
        var isNew = incidents.All(i => i.Cause != cause || i.State == IncidentState.Resolved);
        if (lead is not null && lead.Cause != cause && isNew && pill.CauseInRow < seen.Limits.BadBeforeRed)
        {
            // one odd answer in the middle of an outage is no other cause yet
            return;
        }

        var since = lead is null ? pill.Since : pill.CauseSince!.Value;
        var incident = Begin(seen, pill.TenantId, cause, since, pill.Problem ?? "", incidents, steps);
        if (incident.RedSince is null)
        {
            if (incident.RedAt is null && steps.All(s => s.Incident != incident))
            {
                steps.Add(new IncidentStep(incident, IncidentEventKind.TurnedRed, seen.Now, incident.Problem));
            }

            incident.RedAt ??= since;
            incident.RedSince = since;
            if (lead is not null)
            {
                incident.PartOf = lead.Id;
                steps.Add(new IncidentStep(lead, IncidentEventKind.CauseChanged, seen.Now, incident.Problem));
            }
            else if (incident.PartOf is { } former && incidents.Find(i => i.Id == former) is { } whole)
            {
                // the outage is back under its later cause; the incident that spoke for it speaks for it again
                Reopen(whole, pill.Problem, seen.Now, steps);
                whole.RedSince = since;
            }
            else
            {
                incident.PartOf = null;
            }
        }
    }

    private static void Amber(HealthSeen seen, TenantPill pill, List<Incident> incidents, List<IncidentStep> steps)
    {
        if (pill.Cause is not { } cause)
        {
            return;
        }

        // while one goes on, a blip of another cause is no incident; that cause must last as long itself
        var another = incidents.Exists(i => i.Cause != cause && i.State != IncidentState.Resolved);
        var since = another ? pill.CauseInRow > 0 ? pill.CauseSince!.Value : seen.Now : pill.Since;
        if (seen.Now - since > seen.Limits.AmberBefore)
        {
            Begin(seen, pill.TenantId, cause, since, pill.Problem ?? "", incidents, steps);
        }
    }

    /// <summary>The open incident of the cause: the one that is there, one that relapses, or a new one.</summary>
    private static Incident Begin(
        HealthSeen seen, string tenant, HealthCause cause, DateTimeOffset since, string problem, List<Incident> incidents, List<IncidentStep> steps)
    {
        var open = incidents.Find(i => i.Cause == cause && i.State != IncidentState.Resolved);
        if (open is not null)
        {
            open.Problem = problem;
            return open;
        }

        var lately = incidents.Where(i => i.Cause == cause && since - i.ResolvedAt <= seen.Limits.RelapseWithin && i.ResolvedToldAt is null).MaxBy(i => i.ResolvedAt);
        if (lately is not null)
        {
            Reopen(lately, problem, seen.Now, steps);
            return lately;
        }

        var incident = new Incident { TenantId = tenant, Cause = cause, BeganAt = since, Problem = problem };
        incidents.Add(incident);
        steps.Add(new IncidentStep(incident, IncidentEventKind.Began, since, problem));
        return incident;
    }

    private static void Reopen(Incident incident, string? problem, DateTimeOffset now, List<IncidentStep> steps)
    {
        if (incident.State == IncidentState.Resolved)
        {
            incident.State = incident.AcknowledgedAt is null ? IncidentState.Open : IncidentState.Acknowledged;
            incident.ResolvedAt = null;
            incident.Relapses++;
            steps.Add(new IncidentStep(incident, IncidentEventKind.Relapsed, now, problem));
        }
    }

    private static void Resolve(HealthSeen seen, IEnumerable<Incident> incidents, DateTimeOffset at, List<IncidentStep> steps)
    {
        foreach (var incident in incidents.Where(i => i.State != IncidentState.Resolved))
        {
            incident.RedSecondsBefore = (int)RedFor(seen, incident).TotalSeconds;
            (incident.State, incident.ResolvedAt, incident.RedSince) = (IncidentState.Resolved, at, null);
            steps.Add(new IncidentStep(incident, IncidentEventKind.Resolved, at));
        }
    }

    /// <summary>Who is to be told, of an outage that goes on and of one that is over for good.</summary>
    private static void Tell(HealthSeen seen, TenantPill pill, List<Incident> incidents, List<IncidentStep> steps)
    {
        foreach (var incident in incidents)
        {
            if (incident is { AlertedAt: not null, ResolvedToldAt: null, ResolvedAt: { } resolved })
            {
                if (pill.BadInRow == 0 && pill.Pill != Pill.Red && seen.Now - resolved >= seen.Limits.RelapseWithin)
                {
                    incident.ResolvedToldAt = seen.Now;
                    steps.Add(new IncidentStep(incident, IncidentEventKind.ResolvedTold, seen.Now));
                }
            }
            else if (incident is { RedSince: not null, PartOf: null } && pill.BadInRow > 0 && !seen.InMaintenance && !(incident.SnoozedUntil > seen.Now))
            {
                // while the newest measurement was good it may be over already
                if (incident.AlertedAt is null && RedFor(seen, incident) > seen.Limits.AlertAfter)
                {
                    incident.AlertedAt = seen.Now;
                    steps.Add(new IncidentStep(incident, IncidentEventKind.Alerted, seen.Now, incident.Problem));
                }
                else if (incident is { AlertedAt: { } alerted, AcknowledgedAt: null, EscalatedAt: null }
                    && seen.Now - Latest(alerted, incident.RedSince, incident.SnoozedUntil, seen.CountedFrom) >= seen.Limits.EscalateAfter)
                {
                    incident.EscalatedAt = seen.Now;
                    steps.Add(new IncidentStep(incident, IncidentEventKind.Escalated, seen.Now, incident.Problem));
                }
            }
        }
    }

    /// <summary>How long it has been red in all; maintenance and gaps without measurement start the count anew.</summary>
    private static TimeSpan RedFor(HealthSeen seen, Incident incident)
    {
        var before = seen.CountedFrom > incident.BeganAt ? TimeSpan.Zero : TimeSpan.FromSeconds(incident.RedSecondsBefore);
        return incident.RedSince is not { } since || seen.InMaintenance ? before : before + (seen.Now - Latest(since, seen.CountedFrom));
    }

    private static DateTimeOffset Latest(DateTimeOffset first, params DateTimeOffset?[] others) => others.Aggregate(first, (latest, other) => other > latest ? other.Value : latest);
}
