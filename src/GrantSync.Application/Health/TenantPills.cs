using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>How tenants stand: two queries for however many, since support sees them all at once.</summary>
internal sealed class TenantPills(GrantSyncDb db, PingStore store, HealthLimits usual, TimeProvider time)
{
    public async Task<TenantHealth> Of(Tenant tenant, CancellationToken cancellationToken) =>
        (await Of(db.Tenants.Where(t => t.Id == tenant.Id), cancellationToken)).Single();

    /// <summary>In the order of their names.</summary>
    public async Task<List<TenantHealth>> Of(IQueryable<Tenant> tenants, CancellationToken cancellationToken)
    {
        var rows = await (
            from tenant in tenants.AsNoTracking()
            join c in db.Connections on tenant.Id equals c.TenantId into connections
            from connection in connections.DefaultIfEmpty()
            join h in db.HealthThresholds on tenant.Id equals h.TenantId into thresholds
            from own in thresholds.DefaultIfEmpty()
            join p in db.Pills on tenant.Id equals p.TenantId into pills
            from pill in pills.DefaultIfEmpty()
            from newest in db.Pings.Where(p => p.TenantId == tenant.Id).OrderByDescending(p => p.At).Take(1).DefaultIfEmpty()
            orderby tenant.Name
            select new Row(tenant, connection, own, pill, newest)).ToListAsync(cancellationToken);
        var waiting = (await db.Unsettled().Where(i => tenants.Any(t => t.Id == i.TenantId))
            .GroupBy(i => new { i.TenantId, i.State }).Select(g => new { g.Key.TenantId, g.Key.State, Count = g.Count() }).ToListAsync(cancellationToken)).ToLookup(g => g.TenantId);
        var healths = new List<TenantHealth>(rows.Count);
        foreach (var row in rows)
        {
            healths.Add(row.Connection is null
                ? new TenantHealth(row.Tenant.Id, row.Tenant.Name, null, null, Pill.Grey, "No Odoo is connected yet.", null, null, null, 0, 0, null, false)
                : await Of(row, row.Connection, waiting[row.Tenant.Id].ToDictionary(g => g.State, g => g.Count), cancellationToken));
        }

        return healths;
    }

    private async Task<TenantHealth> Of(Row row, Connections.Connection connection, Dictionary<IntentState, int> waiting, CancellationToken cancellationToken)
    {
        var limits = row.Own?.Over(usual) ?? usual;
        var pill = PillRule.Judge(row.Pill ?? (await store.PillOf(row.Tenant.Id, limits, cancellationToken)).Pill, time.GetUtcNow(), limits);
        return new TenantHealth(
            row.Tenant.Id,
            row.Tenant.Name,
            connection.Server,
            connection.ServerVersion,
            pill.Pill,
            pill.Problem,
            pill.Since,
            row.Newest?.At,
            row.Newest?.Verdict == PingVerdict.Bad ? null : row.Newest?.LatencyMilliseconds,
            waiting.GetValueOrDefault(IntentState.Queued) + waiting.GetValueOrDefault(IntentState.Sending) + waiting.GetValueOrDefault(IntentState.Unknown),
            waiting.GetValueOrDefault(IntentState.Refused),
            pill.Cause,
            pill.AnswersAgain);
    }

    private sealed record Row(Tenant Tenant, Connections.Connection? Connection, HealthThresholds? Own, TenantPill? Pill, Ping? Newest);
}
