using GrantSync.Application.Tenants;

namespace GrantSync.Application.Sync;

/// <summary>
/// What Odoo should hold for one key at one revision. Put down in the transaction of the act that asks for it; every intent ends
/// confirmed, superseded, or in a state that a person sees.
/// </summary>
public sealed class Intent : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary><see cref="SyncKey"/> in text.</summary>
    public required string Key { get; init; }

    public required SyncEntity Entity { get; init; }

    public required long EntityId { get; init; }

    /// <summary>The grant whose Sync asked for it; null for plans.</summary>
    public long? GrantId { get; init; }

    public required int Revision { get; init; }

    public required SyncStage Stage { get; init; }

    /// <summary>Keys whose records must be in Odoo before this one is sent.</summary>
    public required string[] Parents { get; init; }

    /// <summary>A <see cref="WantedRecord"/>'s fields as canonical JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>SHA-256 of the payload, lower-case hex.</summary>
    public required string PayloadHash { get; init; }

    public IntentState State { get; set; }

    /// <summary>When it may be sent, or, if unknown, when its outcome may be read.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Calls made for it so far.</summary>
    public int Attempts { get; set; }

    /// <summary>At most so many rows go in one call with it: halved when Odoo refuses a call without naming a row.</summary>
    public int BatchLimit { get; set; }

    /// <summary>The lane's fence under which it was last sent.</summary>
    public long? Fence { get; set; }

    /// <summary>The sync log row of its last call.</summary>
    public long? CallId { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it was refused or is sent again, in plain words.</summary>
    public string? Problem { get; set; }

    /// <summary>The problem without its names and numbers: refusals of one kind are tried again together.</summary>
    public string? ProblemKind { get; set; }

    /// <summary>Answers "not now" in a row.</summary>
    public int Busy { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who asked for it.</summary>
    public long? UserId { get; init; }
}

/// <summary>Parents come first: a stage is a model, in the order Odoo needs them.</summary>
public enum SyncStage
{
    Plans,
    Accounts,
    Projects,
    Budgets,
    BudgetLines,
}

public enum IntentState
{
    /// <summary>Waits for its time, or for its parents.</summary>
    Queued,

    /// <summary>In a call now.</summary>
    Sending,

    /// <summary>Odoo holds it.</summary>
    Confirmed,

    /// <summary>Odoo said no; waits for a person.</summary>
    Refused,

    /// <summary>The answer was lost; read before anything else is done.</summary>
    Unknown,

    /// <summary>A newer revision of the same key took its place before it was sent.</summary>
    Superseded,
}
