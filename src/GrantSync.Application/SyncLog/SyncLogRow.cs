using GrantSync.Application.Tenants;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// One call to Odoo, reads and pings too. Committed before the call and completed once after it; a trigger refuses every other change.
/// </summary>
public sealed class SyncLogRow : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary>When the row was committed, just before the call; the month it falls in is its partition.</summary>
    public DateTimeOffset At { get; init; }

    public CallDirection Direction { get; init; }

    /// <summary>What it was about: <c>budget_line</c>, <c>connection</c>, <c>health</c>.</summary>
    public required string Entity { get; init; }

    /// <summary>What was meant: <c>upsert</c>, <c>test</c>, <c>ping</c>, <c>resolve</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Idempotency keys that the call carried, in row order; empty for a read.</summary>
    public string[] Keys { get; init; } = [];

    public required string Model { get; init; }

    public required string Method { get; init; }

    /// <summary>1 for the first call made for its keys.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>W3C trace id, in hex.</summary>
    public string? TraceId { get; init; }

    /// <summary>Who asked for it; null for the program itself.</summary>
    public long? UserId { get; init; }

    /// <summary>Null while the call is under way, or was cut off by a stop of the program.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary><c>ok</c>, <c>refused</c>, <c>unknown</c> ...: the client's outcome kind; null while pending.</summary>
    public string? Outcome { get; set; }

    public int? HttpStatus { get; set; }

    public int? FaultCode { get; set; }

    public int? RequestBytes { get; set; }

    public int? ResponseBytes { get; set; }

    public int? LatencyMilliseconds { get; set; }

    /// <summary>What went wrong, in plain words.</summary>
    public string? Error { get; set; }

    /// <summary>A hash over both bodies; stays when they are dropped. Null for a call without bodies.</summary>
    public byte[]? BodyDigest { get; init; }

    /// <summary>The row's place in its tenant's chain; set by the database when the row is completed.</summary>
    public long? SealNumber { get; init; }

    /// <summary>A hash over the row and the seal before it: see <see cref="SyncLog.Seal"/>.</summary>
    public byte[]? Seal { get; init; }

    /// <summary>The same for rows that went wrong in the same way; null for a row that ended well, is under way, or found that something is not there.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>What the row can be filtered by, as one number, which the database makes.</summary>
    public long Facets { get; private set; }
}

/// <summary>The redacted bodies of a call, beside its row so that they can be dropped earlier.</summary>
public sealed class SyncLogBody : ITenantRow
{
    public long LogId { get; init; }

    public required string TenantId { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Request { get; init; }

    public required byte[] Response { get; init; }
}

public enum CallDirection
{
    Read,
    Write,
}

/// <summary>The words that a row is found by, as numbers (<see cref="LogTerms"/>). Of no tenant: the tenant is in each number.</summary>
public sealed class SyncLogTerms
{
    public long LogId { get; init; }

    public DateTimeOffset At { get; init; }

    public required long[] Terms { get; init; }
}

/// <summary>How often a tenant's calls went wrong in one way on one day (UTC).</summary>
public sealed class SyncLogProblem : ITenantRow
{
    public required string TenantId { get; init; }

    public required string Fingerprint { get; init; }

    public DateOnly Day { get; init; }

    public int Count { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    /// <summary>The newest of its rows.</summary>
    public long LastId { get; init; }

    public required string Entity { get; init; }

    public required string Operation { get; init; }

    public required string Model { get; init; }

    public required string Method { get; init; }

    public required string Outcome { get; init; }

    public int? FaultCode { get; init; }

    /// <summary>The sentence of the newest row.</summary>
    public required string Error { get; init; }
}
