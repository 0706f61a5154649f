using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>A tenant's limits: its own thresholds over the defaults.</summary>
internal sealed class TenantLimits(GrantSyncDb db, HealthLimits usual)
{
    public async Task<HealthLimits> Of(string tenant, CancellationToken cancellationToken) =>
        await db.HealthThresholds.AsNoTracking().SingleOrDefaultAsync(t => t.TenantId == tenant, cancellationToken) is { } own ? own.Over(usual) : usual;
}
