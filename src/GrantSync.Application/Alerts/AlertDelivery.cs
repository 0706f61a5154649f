using GrantSync.Application.Tenants;

namespace GrantSync.Application.Alerts;

/// <summary>
/// One incident, one kind of alert, one channel: told once, tried until it is. A program that dies between sending and writing that down
/// sends again, under the same id.
/// </summary>
public sealed class AlertDelivery : ITenantRow
{
    /// <summary>Goes with the message: a receiver that sees it twice drops the second.</summary>
    public required Guid Id { get; init; }

    /// <summary>The incident's, also where the channel is the operator's.</summary>
    public required string TenantId { get; init; }

    public required long IncidentId { get; init; }

    public required long ChannelId { get; init; }

    public required AlertKind Kind { get; init; }

    public DeliveryState State { get; set; }

    /// <summary>Counted before the attempt, so that one which ended the program counts too.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset PutAt { get; init; }

    /// <summary>When it is tried next; claimed by moving it. Null when it has ended.</summary>
    public DateTimeOffset? NextAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the far side answered last, in plain words; null when all is well.</summary>
    public string? Problem { get; set; }
}

public enum DeliveryState
{
    Waiting,
    Delivered,

    /// <summary>Tried for a day, or its channel is gone.</summary>
    GivenUp,
}
