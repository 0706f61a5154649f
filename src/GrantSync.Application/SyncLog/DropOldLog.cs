using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// Makes the log's tables for the months to come, and drops those that nobody keeps any longer. A table that several tenants share goes when
/// the last of them lets it: nobody's log is dropped early. What was dropped is written down first, so that the seals can be followed past it.
/// </summary>
internal sealed class DropOldLog(IServiceScopeFactory scopes, LogKeeping usual, TimeProvider time) : ITimedWork
{
    public async Task<string> Run(bool all, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"select sync_log_make_month({now}), sync_log_make_month({now.AddMonths(1)})", cancellationToken);

        var parts = await LogPart.All(db, cancellationToken);
        var own = await db.LogRetentions.AsNoTracking().ToDictionaryAsync(r => r.TenantId, cancellationToken);
        var tenants = await db.Tenants.Where(t => t.Id != Tenant.Operator).Select(t => t.Id).ToListAsync(cancellationToken);
        var dropped = new List<LogPart>();
        foreach (var part in parts.OrderBy(p => p.Month))
        {
            var owners = part.Tenant is { } tenant ? [tenant] : tenants.Except(parts.Where(p => (p.What, p.Month) == (part.What, part.Month)).Select(p => p.Tenant).OfType<string>());
            var months = owners.Select(t => Months(part.What, own.GetValueOrDefault(t))).DefaultIfEmpty(Months(part.What, null)).Max();
            if (DateOnly.FromDateTime(now.UtcDateTime) > part.KeptUntil(months))
            {
                await Drop(db, part, now, cancellationToken);
                dropped.Add(part);
            }
        }

        // the search words of a month whose rows are all gone
        await db.Database.ExecuteSqlAsync($"select sync_log_drop_terms()", cancellationToken);
        return dropped.Count == 0 ? "Nothing was old enough to be dropped" : $"Dropped {string.Join(", ", dropped.Select(p => p.Table))}";
    }

    private int Months(string what, LogRetention? own) => what == LogDrop.Rows ? own?.RowsMonths ?? usual.RowsMonths : own?.BodiesMonths ?? usual.BodiesMonths;

    private static async Task Drop(GrantSyncDb db, LogPart part, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // who reads the log for longer than this keeps the month until the next run
        await db.Database.ExecuteSqlAsync($"set local lock_timeout = '5s'", cancellationToken);
        var (from, to) = (new DateTimeOffset(part.Month, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(part.Month.AddMonths(1), TimeOnly.MinValue, TimeSpan.Zero));
        _ = part.What == LogDrop.Rows
            ? await db.Database.ExecuteSqlAsync(
                $"""
                insert into log_drops (tenant_id, what, month, dropped_at, row_count, first_number, last_number, last_seal)
                select i.tenant_id, 'rows', {part.Month}, {now}, i.row_count, i.first_number, i.last_number, last.seal
                from (
                    select tenant_id, count(*) as row_count, min(seal_number) as first_number, max(seal_number) as last_number
                    from (
                        select tenant_id, seal_number, seal_number - row_number() over (partition by tenant_id order by seal_number) as island
                        from sync_log where at >= {from} and at < {to} and tableoid = {part.Table}::regclass and completed_at is not null) numbered
                    group by tenant_id, island) i
                left join sync_log last on last.tenant_id = i.tenant_id and last.seal_number = i.last_number and last.at >= {from} and last.at < {to}
                """,
                cancellationToken)
            : await db.Database.ExecuteSqlAsync(
                $"""
                insert into log_drops (tenant_id, what, month, dropped_at, row_count)
                select tenant_id, 'bodies', {part.Month}, {now}, count(*) from sync_log_bodies
                where at >= {from} and at < {to} and tableoid = {part.Table}::regclass group by tenant_id
                """,
                cancellationToken);
        await db.Database.ExecuteSqlAsync($"select sync_log_drop_part({part.Table})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
