using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>Rows of the log as its list shows them.</summary>
internal sealed class LogItems(GrantSyncDb db)
{
    /// <summary>The rows at these places, in their order.</summary>
    public async Task<IReadOnlyList<SyncLogItem>> At(IReadOnlyList<LogPlace> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return [];
        }

        var (ids, first, last) = (places.Select(p => p.Id).ToArray(), places.Min(p => p.At), places.Max(p => p.At));
        var items = await Of(db.SyncLog.AsNoTracking().Where(r => ids.Contains(r.Id) && r.At >= first && r.At <= last)).ToListAsync(cancellationToken);
        return [.. items.OrderByDescending(r => r.At).ThenByDescending(r => r.Id)];
    }

    public IQueryable<SyncLogItem> Of(IQueryable<SyncLogRow> rows) =>
        from row in rows
        join user in db.Users on row.UserId equals user.Id into users
        from user in users.DefaultIfEmpty()
        select new SyncLogItem(
            row.Id,
            row.TenantId,
            row.At,
            row.Direction,
            row.Entity,
            row.Operation,
            row.Keys.Length,
            row.Keys.Take(3).ToArray(),
            row.Model,
            row.Method,
            row.Attempt,
            row.Outcome,
            row.HttpStatus,
            row.FaultCode,
            row.RequestBytes,
            row.ResponseBytes,
            row.LatencyMilliseconds,
            row.Error,
            row.TraceId,
            row.UserId,

            // support belongs to no tenant: its people's names are not the tenant's to read
            user != null ? user.Name : row.UserId != null ? "GrantSync's support" : null,
            row.Fingerprint);
}
