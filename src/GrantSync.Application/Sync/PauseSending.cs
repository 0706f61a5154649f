using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Sync;

/// <summary>
/// Holds a tenant's sending back: a call that is under way ends, and no other begins. What is edited and synced meanwhile waits; pings go on.
/// </summary>
[Allow(Role.Admin, Role.Support)]
public sealed record PauseSending(string Tenant, string Because) : ICommand<Done>;

/// <summary>Lets a tenant's sending go on where it was.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ResumeSending(string Tenant) : ICommand<Done>;

/// <summary>The pauses of the tenants that the caller may see, by tenant.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ListPauses : IQuery<IReadOnlyDictionary<string, Pause>>;

/// <summary>Sending is held back until somebody resumes it.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="Because">In that person's words.</param>
public sealed record Pause(DateTimeOffset At, string By, string Because)
{
    internal static Pause? Of(Lane? lane) => lane?.PausedAt is { } at ? new Pause(at, lane.PausedByName ?? "GrantSync", lane.PausedBecause ?? "") : null;
}

internal sealed class PauseSendingValidator : AbstractValidator<PauseSending>
{
    public PauseSendingValidator() => RuleFor(r => r.Because).NotEmpty().WithMessage("Say why: the people of the organisation read it.").MaximumLength(300);
}

internal sealed class PauseHandlers(GrantSyncDb db, Caller caller, TimeProvider time, ILogger<PauseSending> log)
    : IRequestHandler<PauseSending, Result<Done>>, IRequestHandler<ResumeSending, Result<Done>>, IRequestHandler<ListPauses, Result<IReadOnlyDictionary<string, Pause>>>
{
    public async Task<Result<Done>> Handle(PauseSending request, CancellationToken cancellationToken)
    {
        if (!await db.Tenants.AnyAsync(t => t.Id == request.Tenant, cancellationToken))
        {
            return new TenantIsGone();
        }

        var paused = await db.Database.ExecuteSqlAsync(
            $"""
            insert into lanes as l (tenant_id, paused_at, paused_by, paused_by_name, paused_because)
            values ({request.Tenant}, {time.GetUtcNow()}, {caller.UserId}, {caller.Name}, {request.Because.Trim()})
            on conflict (tenant_id) do update set (paused_at, paused_by, paused_by_name, paused_because)
                = (excluded.paused_at, excluded.paused_by, excluded.paused_by_name, excluded.paused_because) where l.paused_at is null
            """,
            cancellationToken);
        if (paused == 0)
        {
            return new Conflict("Sending is paused already.");
        }

        log.LogInformation("Sending of {Tenant} is paused by user {User}", request.Tenant, caller.UserId);
        await db.Announce(request.Tenant, cancellationToken);
        return Done.Instance;
    }

    public async Task<Result<Done>> Handle(ResumeSending request, CancellationToken cancellationToken)
    {
        var resumed = await db.Lanes.Where(l => l.TenantId == request.Tenant && l.PausedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.PausedAt, (DateTimeOffset?)null).SetProperty(l => l.PausedBy, (long?)null)
                .SetProperty(l => l.PausedByName, (string?)null).SetProperty(l => l.PausedBecause, (string?)null),
            cancellationToken);
        if (resumed == 0)
        {
            return new Conflict("Sending is not paused.");
        }

        // the time that they stood here is nobody's fault: their budget of time begins anew
        var now = time.GetUtcNow();
        await db.Intents.Where(i => i.TenantId == request.Tenant && (i.State == IntentState.Queued || i.State == IntentState.Unknown) && i.DueAt < now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.DueAt, now), cancellationToken);
        log.LogInformation("Sending of {Tenant} is resumed by user {User}", request.Tenant, caller.UserId);
        await db.Announce(request.Tenant, cancellationToken);
        return Done.Instance;
    }

    public async Task<Result<IReadOnlyDictionary<string, Pause>>> Handle(ListPauses request, CancellationToken cancellationToken) =>
        await db.Lanes.AsNoTracking().Where(l => l.PausedAt != null).ToDictionaryAsync(l => l.TenantId, l => Pause.Of(l)!, cancellationToken);
}
