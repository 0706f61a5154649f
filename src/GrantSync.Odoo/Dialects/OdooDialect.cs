namespace GrantSync.Odoo;

/// <summary>
/// What differs between Odoo's versions. 17 and 18 are proved against recordings; what is said of 16 and 19 comes from their source and
/// documentation and has not been run.
/// </summary>
public sealed record OdooDialect
{
    /// <summary>The oldest and the newest version whose facts are known here.</summary>
    public const int Oldest = 16, Newest = 19;

    private OdooDialect(int major) => Major = major;

    /// <summary>16 to 19; an older or newer server is taken for the nearest of these.</summary>
    public int Major { get; }

    /// <summary>Whether this version's facts have been checked against a running server.</summary>
    public bool IsProved => Major is 17 or 18;

    /// <summary>The field of <c>project.project</c> that holds its analytic account: recording 067 of 17 and 18.</summary>
    public string ProjectAccountField => Major >= 18 ? "account_id" : "analytic_account_id";

    /// <summary>From 18 on a project's account must be in Odoo's own project plan or below it.</summary>
    public bool ProjectsNeedTheStockPlan => Major >= 18;

    /// <summary>
    /// Whether analytic lines have a column for each root plan. In 16 they have <c>account_id</c> alone: a line tags one account, whose plan is
    /// the account's own <c>plan_id</c>.
    /// </summary>
    public bool HasPlanColumns => Major >= 17;

    /// <summary>
    /// Whether a key of <c>analytic_distribution</c> can join accounts of several plans (<c>"12,34"</c>); in 16 a key is one account.
    /// </summary>
    public bool DistributionJoinsPlans => Major >= 17;

    /// <summary>Plans have a company in 16 only; ours are made without one, so that accounts of every company fit.</summary>
    public bool PlansHaveCompanies => Major <= 16;

    /// <summary><c>res.users.has_group</c> became a method of the user in 18 (recordings 007).</summary>
    public bool HasGroupNamesTheUser => Major >= 18;

    /// <summary>Rights are asked for with <c>has_access</c> in 19; 18 has it too, but is proved with <c>check_access_rights</c>.</summary>
    public bool HasAccessMethod => Major >= 19;

    /// <summary>Whether API keys have an end date. Odoo answers to an expired key as to a wrong one.</summary>
    public bool KeysExpire => Major >= 18;

    /// <summary>The field of <c>account.account</c> that says it is out of use, and the value that says so.</summary>
    public (string Field, bool Value) LedgerAccountIsOff => Major >= 19 ? ("active", false) : ("deprecated", true);

    /// <summary>The model that budgets have in this version, where there is one: Enterprise, or an add-on with the same model.</summary>
    public OdooBudgetModel BudgetModel => Major >= 18 ? OdooBudgetModel.BudgetAnalytic : OdooBudgetModel.CrossoveredBudget;

    public static OdooDialect For(int serverMajor) => new(Math.Clamp(serverMajor, Oldest, Newest));

    /// <summary>The column of analytic lines (and of 18's budget lines) for a root plan other than Odoo's project plan.</summary>
    public static string PlanColumn(int planId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x_plan{planId}_id");
}
