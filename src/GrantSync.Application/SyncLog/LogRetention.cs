using GrantSync.Application.Tenants;

namespace GrantSync.Application.SyncLog;

/// <summary>For how long a tenant's log is kept, where that is not the usual time.</summary>
public sealed class LogRetention : ITenantRow
{
    public required string TenantId { get; init; }

    public int RowsMonths { get; set; }

    public int BodiesMonths { get; set; }

    public DateTimeOffset SetAt { get; set; }

    public long? SetBy { get; set; }
}

/// <summary>The usual times. Whole months after the end of the month that a call was made in.</summary>
public sealed record LogKeeping
{
    /// <summary>Seven years: the European Union asks for five after the last payment of a grant.</summary>
    public int RowsMonths { get; init; } = 84;

    /// <summary>What was sent and received is for finding faults; a year covers an audit of the last period.</summary>
    public int BodiesMonths { get; init; } = 12;
}
