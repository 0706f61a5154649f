using GrantSync.Application.Health;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Incidents;

/// <summary>A tenant's Odoo was bad for one cause, from its first bad ping until it is good again. A relapse soon after reopens it.</summary>
public sealed class Incident : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required HealthCause Cause { get; init; }

    public IncidentState State { get; set; }

    /// <summary>The first bad ping.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it was first confirmed as red; null while it has only been amber.</summary>
    public DateTimeOffset? RedAt { get; set; }

    /// <summary>The first bad ping of the present red; null while it is not red.</summary>
    public DateTimeOffset? RedSince { get; set; }

    /// <summary>How long it was red before the present red, in seconds, maintenance left out: flaps add up.</summary>
    public int RedSecondsBefore { get; set; }

    /// <summary>The incident of the same outage that began it under another cause; that one alerts for both. Null when it stands alone.</summary>
    public long? PartOf { get; set; }

    /// <summary>When support was alerted; an incident alerts once.</summary>
    public DateTimeOffset? AlertedAt { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public long? AcknowledgedBy { get; set; }

    /// <summary>Nobody is alerted or escalated to before; null when not snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    public DateTimeOffset? EscalatedAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>When those who had been alerted were told that it is over.</summary>
    public DateTimeOffset? ResolvedToldAt { get; set; }

    /// <summary>How often it came back after it had been resolved.</summary>
    public int Relapses { get; set; }

    /// <summary>What is wrong, in plain words: the newest bad ping's.</summary>
    public required string Problem { get; set; }
}

public enum IncidentState
{
    Open,

    /// <summary>Somebody has taken it on.</summary>
    Acknowledged,

    Resolved,
}
