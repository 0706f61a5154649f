using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Drift;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>A grant with everything that says what Odoo should hold for it.</summary>
internal sealed class GrantReader(GrantSyncDb db)
{
    public async Task<WholeGrant?> Read(long grantId, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null)
        {
            return null;
        }

        var budget = await db.Budgets.AsNoTracking().AsSplitQuery().Include(b => b.Categories).ThenInclude(c => c.Lines)
            .SingleAsync(b => b.GrantId == grantId, cancellationToken);
        var unit = await db.Units.AsNoTracking().SingleAsync(u => u.Id == grant.UnitId, cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == grant.TenantId, cancellationToken);
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        var categories = await db.TemplateCategories.AsNoTracking().Where(c => c.TemplateId == grant.TemplateId)
            .OrderBy(c => c.Position).ToListAsync(cancellationToken);
        var kept = await db.KeptValues.AsNoTracking().ToListAsync(cancellationToken);
        var ofOthers = await db.BudgetCategories
            .Where(c => c.RemovedAt == null && c.BudgetId != budget.Id)
            .Join(db.Budgets, c => c.BudgetId, b => b.Id, (c, b) => new { c.TemplateCategoryId, b.GrantId })
            .Join(db.Grants.Where(g => g.ClosedAt == null && g.TemplateId == grant.TemplateId), c => c.GrantId, g => g.Id, (c, _) => c.TemplateCategoryId)
            .Distinct().ToListAsync(cancellationToken);
        var company = await db.OdooCompanies.AsNoTracking().SingleOrDefaultAsync(c => c.OdooId == unit.OdooCompanyId, cancellationToken);
        return new WholeGrant(tenant, connection, unit, grant, budget, categories, ofOthers.ToHashSet(), new KeptValues(kept), company);
    }
}

internal sealed record WholeGrant(
    Tenant Tenant, Connection? Connection, Unit Unit, Grant Grant, Budget Budget, IReadOnlyList<TemplateCategory> TemplateCategories,
    IReadOnlySet<long> CategoriesOfOthers,
    KeptValues Kept,
    KnownCompany? Company = null)
{
    /// <summary>Null until there is an Odoo with its plans chosen, and the unit has its company there.</summary>
    public WantedGrant? Wanted { get; } = Connection is { Plans.Count: 3 } && Unit.OdooCompanyId is not null
        ? new WantedGrant(Tenant, Connection, Unit, Grant, Budget, TemplateCategories, CategoriesOfOthers, Kept, Company)
        : null;
}
