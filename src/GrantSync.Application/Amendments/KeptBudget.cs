using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Amendments;

/// <summary>A grant's saved budget and the revisions that hold.</summary>
internal sealed class KeptBudget(GrantSyncDb db)
{
    /// <summary>The saved budget as it is now; null when the grant is gone.</summary>
    public async Task<(Grant Grant, Budget Budget, BudgetSnapshot Now)?> Read(long grantId, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null)
        {
            return null;
        }

        var budget = await db.Budgets.AsNoTracking().Include(b => b.Categories).ThenInclude(c => c.Lines).SingleAsync(b => b.GrantId == grantId, cancellationToken);
        return (grant, budget, BudgetSnapshot.Of(grant, budget));
    }

    /// <summary>The revisions of the award that holds; none before an award.</summary>
    public IQueryable<BudgetRevision> Of(Grant grant) =>
        db.BudgetRevisions.AsNoTracking().Where(r => r.GrantId == grant.Id && r.Award == grant.Awards && grant.AwardedOn != null);

    public Task<BudgetRevision?> Newest(Grant grant, CancellationToken cancellationToken) =>
        Of(grant).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellationToken);
}
