using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Connections;

/// <summary>
/// Ends the connection: everything of ours in that Odoo is archived first, then the connection and what we knew of it are forgotten. A
/// connection made later starts a fresh set of records under another prefix. The sync log stays.
/// </summary>
/// <param name="LeaveRecords">Odoo is gone, or its records are to stay as they are: end it at once, without a call.</param>
[Allow(Role.Admin)]
public sealed record Disconnect(bool LeaveRecords = false) : ICommand<DisconnectReceipt>;

/// <param name="Archiving">How many records are being archived before the connection goes; 0: it is gone.</param>
public sealed record DisconnectReceipt(int Archiving);

internal sealed class DisconnectHandler(GrantSyncDb db, Intents intents, Caller caller, TimeProvider time) : IRequestHandler<Disconnect, Result<DisconnectReceipt>>
{
    public async Task<Result<DisconnectReceipt>> Handle(Disconnect request, CancellationToken cancellationToken)
    {
        // the lane's row first, as everywhere: whoever is sending finishes, or finds the fence moved
        await db.Database.ExecuteSqlAsync(
            $"update lanes set fence = fence + {(request.LeaveRecords ? 1 : 0)} where tenant_id = {caller.Tenant}", cancellationToken);
        var connection = await db.Connections.SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        if (request.LeaveRecords)
        {
            await ConnectionEnd.Forget(db, caller.Tenant, cancellationToken);
            return new DisconnectReceipt(0);
        }

        connection.DisconnectingAt ??= time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        var ours = await db.OdooRecordHeads.AsNoTracking().Where(h => h.Active && h.Entity != SyncEntity.Plan).ToListAsync(cancellationToken);
        var newest = (await db.Intents.AsNoTracking().Join(db.OdooRecordHeads, i => new { i.Key, i.Revision }, h => new { h.Key, Revision = h.WantedRevision }, (i, h) => i)
            .Where(i => i.Entity != SyncEntity.Plan).ToListAsync(cancellationToken)).ToDictionary(i => i.Key);
        var records = ours.Where(h => newest.ContainsKey(h.Key)).Select(h => Archived(h, newest[h.Key])).OfType<WantedRecord>().ToList();
        var archiving = await intents.PutDown(records, null, caller.UserId, cancellationToken);
        await intents.OpenLane(caller.Tenant, cancellationToken);
        return new DisconnectReceipt(archiving);
    }

    private WantedRecord? Archived(OdooRecordHead head, Intent newest) =>
        WantedFields.FromJson(newest.Payload).Archive() is { } fields
            ? new WantedRecord(new SyncKey(caller.Tenant, head.Entity, newest.EntityId), head.ExternalId, fields, [])
            : null;
}

/// <summary>What is left of a connection when it has ended: the log, and a number that keeps the next one's records apart.</summary>
internal static class ConnectionEnd
{
    public static Task Forget(GrantSyncDb db, string tenant, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from actual_reads where tenant_id = {tenant};
            delete from drift_findings where tenant_id = {tenant};
            delete from kept_values where tenant_id = {tenant};
            delete from odoo_companies where tenant_id = {tenant};
            delete from intents where tenant_id = {tenant};
            delete from adoptions where tenant_id = {tenant};
            delete from odoo_record_heads where tenant_id = {tenant};
            delete from plan_mappings where tenant_id = {tenant};
            delete from tenant_health where tenant_id = {tenant};
            delete from connections where tenant_id = {tenant};
            update budgets set synced_revision = 0 where tenant_id = {tenant};
            update units set odoo_company_id = null, odoo_company_name = null where tenant_id = {tenant};
            update tenants set odoo_generation = odoo_generation + 1 where id = {tenant};
            update lanes set due_at = null, stopped_because = null, failures = 0, breaker = 'closed', pace_at = null where tenant_id = {tenant};
            select pg_notify({ChangeFeed.Channel}, {tenant})
            """,
            cancellationToken);
}
