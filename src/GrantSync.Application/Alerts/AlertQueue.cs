using GrantSync.Application.Incidents;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>What is told of an incident.</summary>
public enum AlertKind
{
    /// <summary>Red for longer than the tenant's threshold. Once an incident.</summary>
    Red,

    /// <summary>Nobody acknowledged it in time.</summary>
    Escalation,

    /// <summary>Green again, and stayed so.</summary>
    Resolved,
}

/// <summary>Puts down who is to be told of an incident, in the transaction of what happened to it. Delivering is a job of its own.</summary>
internal sealed class AlertQueue(GrantSyncDb db, AlertLimits limits, TimeProvider time)
{
    /// <summary>
    /// One delivery for each channel of the operator and of the incident's tenant; a second call for the same adds none. An escalation that no
    /// channel asks for goes to those of the first alert, rather than to nobody; an end is told to those who heard of the beginning, and hurries
    /// what still waits before it.
    /// </summary>
    public async Task Put(Incident incident, AlertKind kind, CancellationToken cancellationToken)
    {
        // the delivery refers to the incident's row
        await db.SaveChangesAsync(cancellationToken);
        var (word, now) = (GrantSyncDb.SnakeCase(kind.ToString()), time.GetUtcNow());

        // the operator's channels are another tenant's rows: seen for this one statement
        await db.Database.ExecuteSqlAsync(
            $"""
            select set_config('grantsync.tenant', '*', true);
            with mine as (
                select * from alert_channels where tenant_id in ({incident.TenantId}, {Tenant.Operator}) and removed_at is null),
            told as (
                select id from mine where case {word}
                    when 'red' then on_red
                    when 'escalation' then on_escalation or (on_red and not exists (select 1 from mine where on_escalation))
                    else on_resolved and exists (select 1 from alert_deliveries d where d.incident_id = {incident.Id} and d.channel_id = mine.id) end)
            insert into alert_deliveries (id, tenant_id, incident_id, channel_id, kind, state, put_at, next_at)
            select gen_random_uuid(), {incident.TenantId}, {incident.Id}, id, {word}, 'waiting', {now}, {now} from told
            on conflict (incident_id, channel_id, kind) do nothing;
            update alert_deliveries set next_at = least(next_at, {now + limits.ClaimedFor})
            where incident_id = {incident.Id} and state = 'waiting' and {word} = 'resolved';
            select set_config('grantsync.tenant', {db.Scope}, true)
            """,
            cancellationToken);
    }
}
