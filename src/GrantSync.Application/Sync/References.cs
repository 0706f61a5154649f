using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>How the rows of a call name the records they hang on.</summary>
internal sealed class References(GrantSyncDb db)
{
    /// <summary>
    /// Null when every record that the batch refers to has its external id in Odoo. Otherwise the database ids of all of them, because an
    /// adopted record has no external id there and Odoo's import takes one kind of reference a column. Parents are in Odoo before their
    /// children are sent, so each has an id.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>?> ByDatabaseId(IReadOnlyList<ClaimedIntent> batch, CancellationToken cancellationToken)
    {
        var named = batch.SelectMany(row => Named(row.Fields)).Distinct().ToList();
        return named.Count > 0 && await db.OdooRecordHeads.AnyAsync(h => h.Adopted && named.Contains(h.ExternalId), cancellationToken)
            ? await db.OdooRecordHeads.Where(h => named.Contains(h.ExternalId) && h.OdooId != null).ToDictionaryAsync(h => h.ExternalId, h => h.OdooId!.Value, cancellationToken)
            : null;
    }

    private static IEnumerable<string> Named(WantedFields fields) => fields switch
    {
        WantedProject project => [project.AccountExternalId],
        WantedBudgetLine line => line.Accounts.Select(account => account.AccountExternalId),
        _ => [],
    };
}
