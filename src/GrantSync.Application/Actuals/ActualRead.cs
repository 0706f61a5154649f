using GrantSync.Application.Tenants;

namespace GrantSync.Application.Actuals;

/// <summary>One reading of what a tenant's Odoo says was spent. It is shown when it is whole, and the former one until then.</summary>
public sealed class ActualRead : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null for the night's own.</summary>
    public long? StartedBy { get; init; }

    /// <summary>Moves while it goes on; one that stood still was cut off by a stop of the program.</summary>
    public DateTimeOffset AliveAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Lines that Odoo counted when it began.</summary>
    public int Total { get; set; }

    /// <summary>Lines that were read.</summary>
    public int Lines { get; set; }

    /// <summary>This is the one that is shown.</summary>
    public bool IsCurrent { get; set; }

    /// <summary>Off for Odoo 16, where a line tags one account: the project is known, its categories and detail lines are not.</summary>
    public bool HasPlans { get; set; }

    /// <summary>Off when the Odoo user may not read journal entries.</summary>
    public bool KnowsPayments { get; set; }

    /// <summary>Why it failed, in plain words.</summary>
    public string? Problem { get; set; }
}

/// <summary>One of Odoo's analytic lines, as read.</summary>
public sealed class ActualLine : ITenantRow
{
    public required string TenantId { get; init; }

    public long ReadId { get; init; }

    public int OdooId { get; init; }

    /// <summary>The grant of its project; without a project of ours, the grant of its detail line.</summary>
    public long GrantId { get; init; }

    public DateOnly Date { get; init; }

    public required string Text { get; init; }

    public string? Partner { get; init; }

    public string? Reference { get; init; }

    /// <summary>As in Odoo, in the company's currency: a cost is negative.</summary>
    public decimal Amount { get; init; }

    /// <summary>The part of <see cref="Amount"/> that stands on a posted bill and is not paid yet; null when that is not known.</summary>
    public decimal? Unpaid { get; init; }

    /// <summary>The company's currency, as Odoo names it.</summary>
    public required string Currency { get; init; }

    public int CompanyId { get; init; }

    public int? ProjectAccount { get; init; }

    public int? CategoryAccount { get; init; }

    public int? DetailAccount { get; init; }

    /// <summary>Code and name of the ledger account.</summary>
    public string? LedgerAccount { get; init; }

    /// <summary>The journal entry's number; null for a line that was made by hand.</summary>
    public string? Entry { get; init; }

    public int? MoveLineId { get; init; }
}

/// <summary>What Odoo itself says the lines of a grant come to in one company, asked for in a call of its own.</summary>
public sealed class ActualSum : ITenantRow
{
    public required string TenantId { get; init; }

    public long ReadId { get; init; }

    public long GrantId { get; init; }

    public int CompanyId { get; init; }

    public int Lines { get; init; }

    public decimal Amount { get; init; }
}

/// <summary>A rate that somebody stated for a grant's actuals. The newest one of a currency holds.</summary>
public sealed class ActualsRate : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long GrantId { get; init; }

    /// <summary>The currency of the books.</summary>
    public required string Currency { get; init; }

    /// <summary>So many units of <see cref="Currency"/> are one unit of the grant's currency.</summary>
    public required decimal Rate { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public long? SetBy { get; init; }
}
