using GrantSync.Application.Tenants;

namespace GrantSync.Application.SyncLog;

/// <summary>Where a tenant's chain of seals stands. Kept by the database.</summary>
public sealed class LogChain : ITenantRow
{
    public required string TenantId { get; init; }

    public DateTimeOffset BeganAt { get; init; }

    /// <summary>Rows that were completed before sealing began; <see cref="EarlierDigest"/> is over all of them.</summary>
    public long EarlierRows { get; init; }

    public required byte[] EarlierDigest { get; init; }

    public long LastNumber { get; init; }

    public required byte[] LastSeal { get; init; }
}

/// <summary>Rows or bodies that retention has dropped. Of rows it says which part of the chain they were, and where the chain goes on.</summary>
public sealed class LogDrop : ITenantRow
{
    public const string Rows = "rows";

    public const string Bodies = "bodies";

    public long Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary><see cref="Rows"/> or <see cref="Bodies"/>.</summary>
    public required string What { get; init; }

    /// <summary>The month they were of.</summary>
    public required DateOnly Month { get; init; }

    public DateTimeOffset DroppedAt { get; init; }

    public long RowCount { get; init; }

    /// <summary>Null for bodies, and for rows that were never sealed.</summary>
    public long? FirstNumber { get; init; }

    public long? LastNumber { get; init; }

    public byte[]? LastSeal { get; init; }
}
