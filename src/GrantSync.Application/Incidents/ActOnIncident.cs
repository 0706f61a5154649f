using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>Takes an incident on: it escalates no more. The note says what is being done.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record AcknowledgeIncident(long Id, string? Note) : ICommand<Done>;

/// <summary>Alerts and escalates nothing of an incident before a moment.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record SnoozeIncident(long Id, DateTimeOffset Until) : ICommand<Done>
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);
}

/// <summary>Writes something into an incident's timeline; also after its end.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record AddIncidentNote(long Id, string? Note) : ICommand<Done>;

public sealed record IncidentIsOver() : Conflict("This incident has been resolved in the meantime. A note can still be added.");

internal sealed class AcknowledgeIncidentValidator : AbstractValidator<AcknowledgeIncident>
{
    public AcknowledgeIncidentValidator() => RuleFor(r => r.Note).MaximumLength(IncidentActs.LongestNote);
}

internal sealed class AddIncidentNoteValidator : AbstractValidator<AddIncidentNote>
{
    public AddIncidentNoteValidator() => RuleFor(r => r.Note).NotEmpty().WithMessage("Write the note.").MaximumLength(IncidentActs.LongestNote);
}

internal sealed class SnoozeIncidentValidator : AbstractValidator<SnoozeIncident>
{
    public SnoozeIncidentValidator(TimeProvider time)
    {
        RuleFor(r => r.Until).Must(until => until > time.GetUtcNow()).WithMessage("Choose a moment that is still to come.");
        RuleFor(r => r.Until).Must(until => until <= time.GetUtcNow() + SnoozeIncident.Longest).WithMessage("Snooze for 7 days at most.");
    }
}

internal sealed class IncidentActs(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<AcknowledgeIncident, Result<Done>>, IRequestHandler<SnoozeIncident, Result<Done>>, IRequestHandler<AddIncidentNote, Result<Done>>
{
    public const int LongestNote = 2000;

    public Task<Result<Done>> Handle(AcknowledgeIncident request, CancellationToken cancellationToken) =>
        OnOutage(request.Id, incident =>
        {
            (incident.State, incident.AcknowledgedAt, incident.AcknowledgedBy) = (IncidentState.Acknowledged, time.GetUtcNow(), caller.UserId);
            Write(incident, IncidentEventKind.Acknowledged, request.Note, null);
        }, cancellationToken);

    public Task<Result<Done>> Handle(SnoozeIncident request, CancellationToken cancellationToken) =>
        OnOutage(request.Id, incident =>
        {
            incident.SnoozedUntil = request.Until.ToUniversalTime();
            Write(incident, IncidentEventKind.Snoozed, null, incident.SnoozedUntil);
        }, cancellationToken);

    public async Task<Result<Done>> Handle(AddIncidentNote request, CancellationToken cancellationToken)
    {
        if (await Locked(request.Id, cancellationToken) is not { } incident)
        {
            return new IncidentIsGone();
        }

        Write(incident, IncidentEventKind.Noted, request.Note, null);
        await db.Announce(incident.TenantId, cancellationToken);
        return Done.Instance;
    }

    /// <summary>An outage that went from one cause to another is taken on as a whole.</summary>
    private async Task<Result<Done>> OnOutage(long id, Action<Incident> act, CancellationToken cancellationToken)
    {
        if (await Locked(id, cancellationToken) is not { } incident)
        {
            return new IncidentIsGone();
        }

        if (incident.State == IncidentState.Resolved)
        {
            return new IncidentIsOver();
        }

        act(incident);
        if (incident.PartOf is { } lead && await db.Incidents.SingleAsync(i => i.Id == lead, cancellationToken) is { State: not IncidentState.Resolved } whole)
        {
            act(whole);
        }

        await db.Announce(incident.TenantId, cancellationToken);
        return Done.Instance;
    }

    /// <summary>Behind the lock under which pings and the sweep change a tenant's incidents, so that neither writes over the other.</summary>
    private async Task<Incident?> Locked(long id, CancellationToken cancellationToken)
    {
        var tenant = await db.Incidents.Where(i => i.Id == id).Select(i => i.TenantId).SingleOrDefaultAsync(cancellationToken);
        if (tenant is null)
        {
            return null;
        }

        await db.LockHealth(tenant, cancellationToken);
        return await db.Incidents.SingleAsync(i => i.Id == id, cancellationToken);
    }

    private void Write(Incident incident, IncidentEventKind kind, string? note, DateTimeOffset? until) => db.IncidentEvents.Add(new IncidentEvent
    {
        TenantId = incident.TenantId,
        IncidentId = incident.Id,
        Kind = kind,
        At = time.GetUtcNow(),
        UserId = caller.UserId,
        UserName = caller.Name,
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
        Until = until,
    });
}
