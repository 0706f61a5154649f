using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>One edit of a budget after the other: whoever writes into it holds its row until the transaction ends.</summary>
internal static class BudgetLock
{
    /// <summary>The budget as it is once nobody else writes; null when it is not there.</summary>
    public static Task<Budget?> Take(GrantSyncDb db, long grantId, CancellationToken cancellationToken) =>
        db.Budgets.FromSql($"select * from budgets where grant_id = {grantId} for update").SingleOrDefaultAsync(cancellationToken);
}
