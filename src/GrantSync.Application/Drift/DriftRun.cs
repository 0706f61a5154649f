using GrantSync.Application.Tenants;

namespace GrantSync.Application.Drift;

/// <summary>One comparison of a tenant's Odoo with what we mean.</summary>
public sealed class DriftRun : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null for the night's own.</summary>
    public long? StartedBy { get; init; }

    /// <summary>Null while it goes on, or when the program was stopped in the middle of it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Records of ours that Odoo should hold.</summary>
    public int Total { get; init; }

    public int Compared { get; set; }

    /// <summary>Records with something on its way to Odoo; they are compared the next time.</summary>
    public int OnTheirWay { get; set; }

    /// <summary>Findings that are new, or were seen again.</summary>
    public int Drifted { get; set; }

    public int MadeAgain { get; set; }

    /// <summary>Why it ended early, in plain words.</summary>
    public string? Problem { get; set; }
}
