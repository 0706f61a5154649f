using GrantSync.Application.Tenants;

namespace GrantSync.Application.Alerts;

/// <summary>A way to tell people of an incident. One of <see cref="Tenant.Operator"/> is told of all tenants, one of a tenant of its own.</summary>
public sealed class AlertChannel : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required ChannelKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>What a page or a log may show: the addresses of e-mail, the host of a web address.</summary>
    public required string ShownAddress { get; set; }

    /// <summary>The web address, sealed by Data Protection: whoever has a Slack address may write there. Null for e-mail.</summary>
    public string? SealedAddress { get; set; }

    /// <summary>What signs a webhook's body, sealed; null for the other kinds.</summary>
    public string? SealedSecret { get; set; }

    /// <summary>Told when a tenant has been red for too long.</summary>
    public bool OnRed { get; set; }

    /// <summary>Told when nobody acknowledged in time.</summary>
    public bool OnEscalation { get; set; }

    /// <summary>Told of the end of what it was told of.</summary>
    public bool OnResolved { get; set; }

    public DateTimeOffset SavedAt { get; set; }

    public DateTimeOffset? RemovedAt { get; set; }
}

public enum ChannelKind
{
    Email,

    /// <summary>JSON of our own with a signature.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack, or of what understands its form (Mattermost).</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams that posts what a webhook brings.</summary>
    Teams,
}
