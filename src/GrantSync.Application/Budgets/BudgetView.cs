using GrantSync.Application.Sync;

namespace GrantSync.Application.Budgets;

/// <summary>A budget as the grid and the API show it, with where each record stands in Odoo.</summary>
public sealed record BudgetView(
    long GrantId,
    string Currency,
    int Decimals,
    int Revision,
    int SyncedRevision,
    decimal Total,
    IReadOnlyList<CategoryView> Categories,
    IReadOnlyList<ProjectView> Projects,
    SyncProgress Progress)
{
    public decimal Direct => Categories.Where(c => !c.IsIndirect).Sum(c => c.Total);

    public decimal Indirect => Categories.Where(c => c.IsIndirect).Sum(c => c.Total);

    /// <summary>How the budget is divided in time.</summary>
    public PeriodLength Periods { get; init; }

    /// <summary>The periods, from the first; empty for a budget that is not divided.</summary>
    public IReadOnlyList<BudgetPeriod> PeriodList { get; init; } = [];

    /// <summary>What indirect costs may come to, in per cent of the direct ones; null when nothing is agreed.</summary>
    public decimal? IndirectRate { get; init; }

    /// <summary>More is indirect than the rate allows.</summary>
    public bool IsIndirectTooHigh => Indirect * 100 > Direct * IndirectRate;
}

public sealed record CategoryView(
    long Id, string Code, string Name, decimal Total, RecordState State, IReadOnlyList<LineView> Lines, bool IsIndirect = false);

public sealed record LineView(
    long Id,
    string Code,
    string Description,
    decimal Units,
    string UnitName,
    decimal UnitValue,
    decimal Amount,
    int Position,
    int Revision,
    RecordState State)
{
    /// <summary>Made by the page that added the line; null for the others.</summary>
    public Guid? Key { get; init; }

    /// <summary>Units of each period of a divided budget; empty for one that is not.</summary>
    public IReadOnlyList<decimal> PeriodUnits { get; init; } = [];
}

/// <summary>A project and where its two records stand: the Plan 1 account and the <c>project.project</c>.</summary>
public sealed record ProjectView(
    long Id, string Name, string Code, DateOnly? StartsOn, DateOnly? EndsOn, decimal Allocated, RecordState Account, RecordState Project)
{
    /// <summary>A partner keeps its books: nothing of it is written into Odoo.</summary>
    public bool NotInOdoo { get; init; }

    /// <summary>Where the project's budget in Odoo stands, its lines taken together: the one that needs a person most. Null where none is written.</summary>
    public RecordState? Budget { get; init; }
}

/// <summary>Where one record stands. <see cref="Problem"/> says why, when something is wrong.</summary>
public sealed record RecordState(LineState State, string? Problem, int? OdooId, string? ExternalId)
{
    public static readonly RecordState NotConnected = new(LineState.New, null, null, null);

    public static readonly RecordState NotInOdoo =
        new(LineState.LeftOut, "A partner keeps this project's books: nothing of it is written into Odoo, and what it spends is entered by hand.", null, null);
}

/// <summary>The states that a grant manager sees on a line.</summary>
public enum LineState
{
    /// <summary>Never sent for syncing.</summary>
    New,

    /// <summary>In Odoo in an older form; the saved change waits for Sync.</summary>
    Changed,

    /// <summary>Queued, or waiting for the record it hangs on.</summary>
    Waiting,

    /// <summary>In a call to Odoo now.</summary>
    Sending,

    /// <summary>Odoo holds just this.</summary>
    InOdoo,

    /// <summary>Odoo said no, and why.</summary>
    Refused,

    /// <summary>The answer was lost; GrantSync reads Odoo before it does anything else.</summary>
    Unknown,

    /// <summary>Somebody changed it in Odoo; waits for a decision on the page Drift, and Sync leaves it alone until then.</summary>
    ChangedInOdoo,

    /// <summary>It is not written: somebody chose to leave the record to Odoo, or its project is not in Odoo at all.</summary>
    LeftOut,
}

/// <summary>How far the grant's records are: <see cref="InOdoo"/> of <see cref="Total"/>.</summary>
/// <param name="NoBudget">Why no budget is written although this Odoo has them; null otherwise.</param>
/// <param name="ChangedInOdoo">Records that wait for a decision on the page Drift.</param>
/// <param name="Stopped">Why nothing moves (bad key, Odoo unreachable), in plain words; null when the lane is open.</param>
public sealed record SyncProgress(
    int Total, int InOdoo, int Waiting, int Refused, int Unknown, int NotSynced, string? Stopped, string? NoBudget = null, int ChangedInOdoo = 0)
{
    /// <summary>Null while nobody holds sending back.</summary>
    public Pause? Paused { get; init; }

    /// <summary>Nothing is on its way: all that was sent has ended, well or before a person.</summary>
    public bool IsSettled => Waiting == 0 && Unknown == 0;
}
