using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Incidents;

/// <summary>Announces a time in which a tenant's Odoo is expected to be away.</summary>
/// <param name="Tenant">For support, who plan for any; null: the caller's own.</param>
[Allow(Role.Admin, Role.Support)]
public sealed record PlanMaintenance(string? Tenant, DateTimeOffset From, DateTimeOffset To, string Reason) : ICommand<long>;

/// <summary>Ends a window now, or calls it off when it has not begun.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record EndMaintenance(long Id) : ICommand<MaintenanceEnd>;

public enum MaintenanceEnd
{
    Ended,

    /// <summary>It had not begun.</summary>
    CalledOff,
}

/// <summary>Windows that hold now or are to come, and with <paramref name="Past"/> those that ended; the next first.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ListMaintenance(string? Tenant = null, bool Past = false) : IQuery<IReadOnlyList<MaintenanceItem>>
{
    public const int Most = 100;
}

/// <param name="By">Who planned it.</param>
/// <param name="EndedBy">Who ended it early or called it off.</param>
public sealed record MaintenanceItem(
    long Id, string Tenant, string TenantName, DateTimeOffset From, DateTimeOffset To, string Reason, string? By, DateTimeOffset? EndedAt, string? EndedBy)
{
    public bool HoldsAt(DateTimeOffset moment) => From <= moment && moment < To;
}

internal sealed class PlanMaintenanceValidator : AbstractValidator<PlanMaintenance>
{
    public PlanMaintenanceValidator(TimeProvider time)
    {
        RuleFor(r => r.To).Must(to => to > time.GetUtcNow()).WithMessage("The end has passed already. Choose a moment that is still to come.");
        RuleFor(r => r.To).Must((r, to) => to > r.From).WithMessage("The end must come after the beginning.");
        RuleFor(r => r.To).Must((r, to) => to - r.From <= MaintenanceWindow.Longest).WithMessage("A window lasts 7 days at most: in it nobody is alerted.");
        RuleFor(r => r.From).Must(from => from >= time.GetUtcNow().AddHours(-1)).WithMessage("The beginning is more than an hour ago. What was measured then stays as it is.");
        RuleFor(r => r.Reason).NotEmpty().WithMessage("Say what for: people see it on the status page.").MaximumLength(MaintenanceWindow.LongestReason);
    }
}

internal sealed class MaintenanceHandlers(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<PlanMaintenance, Result<long>>, IRequestHandler<EndMaintenance, Result<MaintenanceEnd>>, IRequestHandler<ListMaintenance, Result<IReadOnlyList<MaintenanceItem>>>
{
    public async Task<Result<long>> Handle(PlanMaintenance request, CancellationToken cancellationToken)
    {
        var id = request.Tenant ?? caller.Tenant;
        if (!await db.Tenants.AnyAsync(t => t.Id == id, cancellationToken))
        {
            return new TenantIsGone();
        }

        var window = new MaintenanceWindow
        {
            TenantId = id,
            FromAt = request.From.ToUniversalTime(),
            ToAt = request.To.ToUniversalTime(),
            Reason = request.Reason.Trim(),
            PlannedAt = time.GetUtcNow(),
            PlannedBy = caller.UserId,
            PlannedByName = caller.Name,
        };
        db.MaintenanceWindows.Add(window);
        await db.SaveChangesAsync(cancellationToken);
        await db.Announce(id, cancellationToken);
        return window.Id;
    }

    public async Task<Result<MaintenanceEnd>> Handle(EndMaintenance request, CancellationToken cancellationToken)
    {
        var window = await db.MaintenanceWindows.SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken);
        if (window is null)
        {
            return new NotFound("There is no such maintenance window.");
        }

        var now = time.GetUtcNow();
        if (window.ToAt <= now)
        {
            return new Conflict("This window has ended already.");
        }

        var hasBegun = window.FromAt <= now;
        window.ToAt = hasBegun ? now : window.FromAt;
        (window.EndedAt, window.EndedByName) = (now, caller.Name);
        await db.Announce(window.TenantId, cancellationToken);
        return hasBegun ? MaintenanceEnd.Ended : MaintenanceEnd.CalledOff;
    }

    public async Task<Result<IReadOnlyList<MaintenanceItem>>> Handle(ListMaintenance request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var windows = db.MaintenanceWindows.AsNoTracking();
        if (request.Tenant is { } tenant)
        {
            windows = windows.Where(w => w.TenantId == tenant);
        }

        windows = request.Past ? windows.OrderByDescending(w => w.FromAt) : windows.Where(w => w.ToAt > now && w.EndedAt == null).OrderBy(w => w.FromAt);
        return await windows.Take(ListMaintenance.Most).Items(db).ToListAsync(cancellationToken);
    }
}

internal static class MaintenanceItems
{
    public static IQueryable<MaintenanceItem> Items(this IQueryable<MaintenanceWindow> windows, GrantSyncDb db) => windows.Select(w => new MaintenanceItem(
        w.Id, w.TenantId, db.Tenants.Where(t => t.Id == w.TenantId).Select(t => t.Name).First(), w.FromAt, w.ToAt, w.Reason, w.PlannedByName, w.EndedAt, w.EndedByName));
}
