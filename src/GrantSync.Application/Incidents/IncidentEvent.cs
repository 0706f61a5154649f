using GrantSync.Application.Tenants;

namespace GrantSync.Application.Incidents;

/// <summary>A step in an incident's life, for its timeline. Never changed.</summary>
public sealed class IncidentEvent : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long IncidentId { get; init; }

    public required IncidentEventKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it; null for GrantSync itself.</summary>
    public long? UserId { get; init; }

    /// <summary>That person's name then: support's people are no users that a tenant can see.</summary>
    public string? UserName { get; init; }

    /// <summary>A person's words, or what is wrong in plain words.</summary>
    public string? Note { get; init; }

    /// <summary>Of a snooze: until when.</summary>
    public DateTimeOffset? Until { get; init; }
}

public enum IncidentEventKind
{
    /// <summary>At the first bad ping, once it was confirmed.</summary>
    Began,

    /// <summary>It had been amber.</summary>
    TurnedRed,

    Alerted,

    Acknowledged,

    Snoozed,

    Noted,

    Escalated,

    /// <summary>The outage goes on under another cause, which has an incident of its own.</summary>
    CauseChanged,

    Resolved,

    /// <summary>The same cause came back within the tenant's window; nobody is alerted again.</summary>
    Relapsed,

    /// <summary>Those who had been alerted were told that it is over.</summary>
    ResolvedTold,

    /// <summary>There is no connection any more, so nothing is measured.</summary>
    ConnectionEnded,
}
