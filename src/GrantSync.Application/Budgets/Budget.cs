using GrantSync.Application.Tenants;

namespace GrantSync.Application.Budgets;

/// <summary>The plan of what a grant's money is spent on. Saving is a draft; Sync puts it into Odoo.</summary>
public sealed class Budget : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long GrantId { get; init; }

    public required string Currency { get; init; }

    /// <summary>Moves with every saved edit; an editor who saw an older one is told so.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>The revision that was last sent for syncing, or 0.</summary>
    public int SyncedRevision { get; set; }

    /// <summary>The template's rate when the grant was made: indirect costs may come to this many per cent of the direct ones. Null for none.</summary>
    public decimal? IndirectRate { get; init; }

    /// <summary>How the lines' units are divided in time.</summary>
    public PeriodLength Periods { get; set; }

    public List<BudgetCategory> Categories { get; init; } = [];
}

/// <summary>A heading of this budget, a snapshot of the template's category when the grant was made.</summary>
public sealed class BudgetCategory : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long BudgetId { get; init; }

    /// <summary>Whose Plan 2 account this heading uses.</summary>
    public required long TemplateCategoryId { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public int Position { get; init; }

    /// <summary>Overhead, whose share of the direct costs <see cref="Budget.IndirectRate"/> limits.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>When it was taken out of the budget with its lines.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public List<BudgetLine> Lines { get; init; } = [];
}

/// <summary>A detail line: so many units at so much each. In Odoo it is one Plan 3 account of the grant.</summary>
public sealed class BudgetLine : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long CategoryId { get; set; }

    /// <summary>Made by the page that added the line, so that it is added once however often it is sent; null for the others.</summary>
    public Guid? Key { get; init; }

    /// <summary>Unique in its category among the active lines: <c>1.1.1</c>. Empty only in a draft.</summary>
    public required string Code { get; set; }

    public required string Description { get; set; }

    /// <summary>How many, of whatever <see cref="UnitName"/> says; up to four decimals. In a divided budget the sum of <see cref="PeriodUnits"/>.</summary>
    public decimal Units { get; set; }

    public string UnitName { get; set; } = "";

    /// <summary>Price of one unit in the budget's currency; up to four decimals.</summary>
    public decimal UnitValue { get; set; }

    /// <summary>Units of each period of a divided budget, from the first; missing ones are 0.</summary>
    public decimal[] PeriodUnits { get; set; } = [];

    /// <summary>
    /// Units x unit value, rounded half away from zero to the currency's decimals (<see cref="Money"/>); in a divided budget the sum of the
    /// periods' rounded amounts, so that the columns of a budget add up to its total.
    /// </summary>
    public decimal Amount { get; set; }

    public int Position { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>When the line was taken out of the budget; its Odoo account is archived, never deleted.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Sets <see cref="Units"/> and <see cref="Amount"/> from what they follow from. False, and nothing set, when the amount is out of range.</summary>
    internal bool Reckon(PeriodLength periods, string currency)
    {
        var units = periods == PeriodLength.Whole ? Units : PeriodUnits.Sum();
        if (units > Money.Largest || (UnitValue > 0 && units > Money.Largest / UnitValue))
        {
            return false;
        }

        Units = units;
        Amount = periods == PeriodLength.Whole ? Money.Amount(units, UnitValue, currency) : PeriodUnits.Sum(count => Money.Amount(count, UnitValue, currency));
        return true;
    }
}
