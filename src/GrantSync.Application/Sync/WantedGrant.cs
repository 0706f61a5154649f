using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;

namespace GrantSync.Application.Sync;

/// <summary>
/// What Odoo should hold for one grant: a pure function of what is stored. Plan 1 has an account a project, in the unit's company; Plan 2
/// one a category of the template, shared by the grants that use it and archived with the last of them, without a company; Plan 3 one a detail line of the grant, without a company.
/// </summary>
public sealed class WantedGrant(
    Tenant tenant,
    Connection connection,
    Unit unit,
    Grant grant,
    Budget budget,
    IReadOnlyList<TemplateCategory> templateCategories,
    IReadOnlySet<long> categoriesOfOthers,
    KeptValues? keptInOdoo = null,
    KnownCompany? company = null)
{
    private readonly KeptValues kept = keptInOdoo ?? KeptValues.None;

    private IEnumerable<Project> InOdoo => grant.Projects.Where(project => !project.NotInOdoo);

    private bool IsOpen => grant.ClosedAt is null && grant.RemovedAt is null;

    /// <summary>
    /// Why no budget is written although this Odoo has them; null when it is, and where there are none, which is said under Connection.
    /// </summary>
    public string? NoBudget => connection.BudgetModel is null || company?.Currency == budget.Currency
        ? null
        : company is null
            ? $"The currency of the unit {unit.Name}'s Odoo company is not known yet, so no budget is written in Odoo; accounts and projects are. Saving the connection reads it."
            : $"The grant is in {budget.Currency} and {company.Name} keeps its books in {company.Currency}. A budget in Odoo is in its company's currency, so none is "
                + "written there; accounts and projects are.";

    /// <summary>With Odoo's value where somebody chose to keep it, and without what is left to Odoo.</summary>
    public IReadOnlyList<WantedRecord> Records() => [.. Own().Where(record => !kept.IsLeftOut(record.Key)).Select(record =>
        record.Key.Entity == SyncEntity.ProjectAccount ? kept.OverAccount(record, new SyncKey(tenant.Id, SyncEntity.Project, record.Key.Id)) : kept.Over(record))];

    /// <summary>What we would want by ourselves.</summary>
    public IReadOnlyList<WantedRecord> Own() =>
    [
        .. templateCategories.Where(c => budget.Categories.Any(b => b.TemplateCategoryId == c.Id)).Select(Category),
        .. budget.Categories.SelectMany(category => category.Lines.Select(line => Line(category, line))),
        .. InOdoo.Select(ProjectAccount),
        .. InOdoo.Select(Project),
        .. connection.BudgetModel is { } model && NoBudget is null
            ? new WantedBudgets(this, connection, grant, budget, CompanyId, model).Records()
            : [],
    ];

    /// <summary>Somebody chose to leave this record to Odoo.</summary>
    public bool IsLeftOut(SyncKey key) => kept.IsLeftOut(key);

    public SyncKey CategoryKey(BudgetCategory category) => new(tenant.Id, SyncEntity.TemplateCategory, category.TemplateCategoryId);

    public SyncKey LineKey(BudgetLine line) => new(tenant.Id, SyncEntity.BudgetLine, line.Id);

    public SyncKey ProjectKey(Project project) => new(tenant.Id, SyncEntity.Project, project.Id);

    public SyncKey ProjectAccountKey(Project project) => new(tenant.Id, SyncEntity.ProjectAccount, project.Id);

    private WantedRecord Category(TemplateCategory category)
    {
        var code = tenant.CategoryCodePattern.Replace("{category}", category.Code, StringComparison.Ordinal);
        var usedHere = IsOpen && budget.Categories.Any(b => b.TemplateCategoryId == category.Id && b.RemovedAt is null);
        return Account(
            new SyncKey(tenant.Id, SyncEntity.TemplateCategory, category.Id),
            Axis.Category,
            category.Name,
            code,
            companyId: null,
            active: usedHere || categoriesOfOthers.Contains(category.Id));
    }

    private WantedRecord Line(BudgetCategory category, BudgetLine line)
    {
        var code = tenant.LineCodePattern
            .Replace("{grant}", grant.Code, StringComparison.Ordinal)
            .Replace("{category}", category.Code, StringComparison.Ordinal)
            .Replace("{line}", line.Code, StringComparison.Ordinal);
        return Account(LineKey(line), Axis.Detail, line.Description, code, companyId: null, active: IsOpen && category.RemovedAt is null && line.RemovedAt is null);
    }

    private WantedRecord ProjectAccount(Project project) =>
        Account(ProjectAccountKey(project), Axis.Project, project.Name, project.Code, CompanyId, active: IsOpen && project.RemovedAt is null);

    private WantedRecord Project(Project project)
    {
        var key = ProjectKey(project);
        var account = ProjectAccountKey(project);
        var fields = new WantedProject(
            project.Name, account.ExternalId(connection.ExternalIdPrefix), CompanyId, project.StartsOn ?? grant.StartsOn, project.EndsOn ?? grant.EndsOn,
            Archived: !IsOpen || project.RemovedAt is not null);
        return new WantedRecord(key, key.ExternalId(connection.ExternalIdPrefix), fields, [account]);
    }

    private WantedRecord Account(SyncKey key, Axis axis, string name, string code, int? companyId, bool active)
    {
        var plan = connection.Plans.Single(p => p.Axis == axis);
        var ourPlan = new SyncKey(tenant.Id, SyncEntity.Plan, (int)axis);
        var fields = new WantedAccount(
            name,
            code,
            plan.ExistingPlanId is null ? ourPlan.ExternalId(connection.ExternalIdPrefix) : null,
            plan.ExistingPlanId,
            companyId,
            active);
        return new WantedRecord(key, key.ExternalId(connection.ExternalIdPrefix), fields, plan.ExistingPlanId is null ? [ourPlan] : []);
    }

    private int CompanyId => unit.OdooCompanyId ?? throw new InvalidOperationException("A unit without an Odoo company reaches no Sync.");
}
