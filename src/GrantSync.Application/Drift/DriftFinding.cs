using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Drift;

/// <summary>Something that was changed in Odoo behind our back, and what became of it. Open until somebody decides or it goes by itself.</summary>
public sealed class DriftFinding : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary><see cref="SyncKey"/> in text.</summary>
    public required string Key { get; init; }

    public required SyncEntity Entity { get; init; }

    public required long EntityId { get; init; }

    public required DriftKind Kind { get; init; }

    public required DriftField Field { get; init; }

    /// <summary>Our value now, as a person reads it; null where a field is empty.</summary>
    public string? Meant { get; set; }

    /// <summary>What Odoo confirmed last.</summary>
    public string? Confirmed { get; set; }

    public string? InOdoo { get; set; }

    /// <summary>The record's id in Odoo when it was found.</summary>
    public int? OdooId { get; init; }

    public DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Null, once decided, for the program itself.</summary>
    public long? DecidedBy { get; set; }

    public DriftDecision? Decision { get; set; }
}

/// <summary>What happened to a record in Odoo.</summary>
public enum DriftKind
{
    Renamed,
    Recoded,

    /// <summary>To another plan or company.</summary>
    Moved,
    Archived,

    /// <summary>Made active again, though it is meant to be archived.</summary>
    Reactivated,
    Deleted,

    /// <summary>Another active account of the same plan has the code.</summary>
    Duplicated,

    /// <summary>A project's dates.</summary>
    Redated,

    /// <summary>A project that is bound to another account than its own, or to none.</summary>
    Rebound,
}

/// <summary>What of the record it is about.</summary>
public enum DriftField
{
    /// <summary>The record as a whole: whether it is there.</summary>
    Record,
    Name,
    Code,
    Plan,
    Company,
    Active,
    StartsOn,
    EndsOn,
    Account,

    /// <summary>The other accounts with its code.</summary>
    Duplicate,
}

public enum DriftDecision
{
    /// <summary>What Odoo holds is what we mean from now on.</summary>
    KeepOdoo,

    /// <summary>Our values go to Odoo once more.</summary>
    WriteOurs,

    /// <summary>The program made a deleted record again.</summary>
    MadeAgain,

    /// <summary>It was not seen any more.</summary>
    GoneByItself,
}

/// <summary>One value of a record; two are the same when their <see cref="Raw"/> is.</summary>
/// <param name="Raw">A text, a date, <c>true</c>, or the id that a reference points to; null when empty.</param>
/// <param name="Label">The name of what a reference points to.</param>
internal readonly record struct DriftValue(string? Raw, string? Label = null)
{
    public string? Shown => Label is null ? Raw : $"#{Raw} {Label}";

    public bool Is(DriftValue other) => Raw == other.Raw;

    /// <summary>The raw value of a shown one.</summary>
    public static string? RawOf(DriftField field, string? shown) =>
        field is (DriftField.Plan or DriftField.Company or DriftField.Account) && shown is ['#', ..] ? shown[1..].Split(' ')[0] : shown;
}
