namespace GrantSync.Odoo;

/// <summary>
/// How Odoo keeps a budget and its lines. Both models belong to Enterprise, which has not been run here: the names come from Odoo's
/// documentation and from public add-ons that extend them. The connection test reads the fields before anything is written.
/// </summary>
/// <param name="Name">The model of the budget itself: name, dates, company.</param>
/// <param name="Lines">The model of its lines.</param>
/// <param name="ParentField">The line's field for its budget.</param>
/// <param name="AmountField">The line's planned amount.</param>
/// <param name="AccountField">The line's field for an account: the detail account up to 17, the project's from 18 on.</param>
/// <param name="CostsAreNegative">Up to 17 a cost is planned as a negative amount.</param>
/// <param name="LinesHaveDates">Up to 17 a line has dates of its own, which must lie inside its budget's.</param>
/// <param name="TypeField">From 18 on a budget says that it is one of expenses.</param>
/// <param name="LinesTagEveryPlan">From 18 on a line has a column for each root plan; up to 17 it names one account.</param>
public sealed record OdooBudgetModel(
    string Name,
    string Lines,
    string ParentField,
    string AmountField,
    string AccountField,
    bool CostsAreNegative,
    bool LinesHaveDates,
    string? TypeField,
    bool LinesTagEveryPlan)
{
    /// <summary>Up to 17.</summary>
    public static readonly OdooBudgetModel CrossoveredBudget = new(
        "crossovered.budget", "crossovered.budget.lines", "crossovered_budget_id", "planned_amount", "analytic_account_id", true, true, null, false);

    /// <summary>From 18 on.</summary>
    public static readonly OdooBudgetModel BudgetAnalytic = new(
        "budget.analytic", "budget.line", "budget_analytic_id", "budget_amount", "account_id", false, false, "budget_type", true);

    /// <summary>The budget's fields that are written.</summary>
    public IReadOnlyList<string> Fields => TypeField is null ? ["name", "date_from", "date_to", "company_id"] : ["name", "date_from", "date_to", TypeField, "company_id"];

    /// <summary>The line's fields that are written, but for the columns of plans.</summary>
    public IReadOnlyList<string> LineFields =>
        LinesHaveDates ? [ParentField, AccountField, "date_from", "date_to", AmountField] : [ParentField, AccountField, AmountField];

    /// <summary>What Odoo calls a planned cost.</summary>
    public decimal InOdoo(decimal cost) => CostsAreNegative && cost != 0 ? -cost : cost;
}
