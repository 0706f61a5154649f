using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>How long the tenant's log is kept, what of it was dropped, and where its seals stand.</summary>
[Allow(Role.Admin)]
public sealed record ReadLogKeeping : IQuery<LogKeepingView>;

/// <param name="RowsMonths">Whole months after the one that a call was made in.</param>
/// <param name="BodiesMonths">The same, for what was sent and received.</param>
/// <param name="IsUsual">Nobody has set a time of the tenant's own.</param>
/// <param name="SetAt">When the times of its own were set; null when nobody did.</param>
/// <param name="SetBy">By whom.</param>
/// <param name="Usual">The times that hold then.</param>
/// <param name="OldestRow">UTC; null while the log is empty.</param>
/// <param name="Seal">Where the chain stands; null before the first row.</param>
/// <param name="SealedSince">UTC.</param>
/// <param name="Drops">What retention has dropped, newest first.</param>
public sealed record LogKeepingView(
    int RowsMonths, int BodiesMonths, bool IsUsual, DateTimeOffset? SetAt, string? SetBy, LogKeeping Usual, DateTimeOffset? OldestRow, LogAnchor? Seal, DateTimeOffset? SealedSince, IReadOnlyList<LogDropView> Drops);

/// <param name="What"><c>rows</c> or <c>bodies</c>.</param>
/// <param name="Month">The first day of the month they were of.</param>
/// <param name="Rows">How many.</param>
/// <param name="DroppedAt">UTC.</param>
public sealed record LogDropView(string What, DateOnly Month, long Rows, DateTimeOffset DroppedAt);

/// <summary>Keeps the tenant's log for a time of its own.</summary>
[Allow(Role.Admin)]
public sealed record SetLogRetention(int RowsMonths, int BodiesMonths) : ICommand<Done>;

internal sealed class SetLogRetentionValidator : AbstractValidator<SetLogRetention>
{
    public SetLogRetentionValidator()
    {
        RuleFor(r => r.RowsMonths).InclusiveBetween(12, 240).WithMessage("Rows are kept for 12 to 240 months.");
        RuleFor(r => r.BodiesMonths).InclusiveBetween(1, 240).WithMessage("What was sent and received is kept for 1 to 240 months.");
        RuleFor(r => r.BodiesMonths).LessThanOrEqualTo(r => r.RowsMonths).WithMessage("What was sent and received cannot be kept longer than its rows.");
    }
}

internal sealed class KeepLogHandlers(GrantSyncDb db, LogKeeping usual, Caller caller, TimeProvider time)
    : IRequestHandler<ReadLogKeeping, Result<LogKeepingView>>, IRequestHandler<SetLogRetention, Result<Done>>
{
    public async Task<Result<LogKeepingView>> Handle(ReadLogKeeping request, CancellationToken cancellationToken)
    {
        var own = await db.LogRetentions.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var chain = await db.LogChains.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var drops = await db.LogDrops.AsNoTracking().GroupBy(d => new { d.What, d.Month, d.DroppedAt })
            .Select(g => new LogDropView(g.Key.What, g.Key.Month, g.Sum(d => d.RowCount), g.Key.DroppedAt)).ToListAsync(cancellationToken);
        return new LogKeepingView(
            own?.RowsMonths ?? usual.RowsMonths,
            own?.BodiesMonths ?? usual.BodiesMonths,
            own is null,
            own?.SetAt,
            own?.SetBy is { } by ? await db.Users.Where(u => u.Id == by).Select(u => u.Name).SingleOrDefaultAsync(cancellationToken) : null,
            usual,
            await db.SyncLog.OrderBy(r => r.At).Select(r => (DateTimeOffset?)r.At).FirstOrDefaultAsync(cancellationToken),
            chain is null ? null : new LogAnchor(chain.TenantId, chain.LastNumber, Convert.ToHexStringLower(chain.LastSeal)),
            chain?.BeganAt,
            [.. drops.OrderByDescending(d => d.DroppedAt).ThenByDescending(d => d.Month)]);
    }

    public async Task<Result<Done>> Handle(SetLogRetention request, CancellationToken cancellationToken)
    {
        var own = await db.LogRetentions.SingleOrDefaultAsync(cancellationToken);
        if (own is null)
        {
            db.LogRetentions.Add(own = new LogRetention { TenantId = caller.Tenant });
        }

        (own.RowsMonths, own.BodiesMonths, own.SetAt, own.SetBy) = (request.RowsMonths, request.BodiesMonths, time.GetUtcNow(), caller.UserId);
        await db.SaveChangesAsync(cancellationToken);

        // the months that have not begun get a part of this tenant's own
        var next = time.GetUtcNow().AddMonths(1);
        await db.Database.ExecuteSqlAsync($"select sync_log_make_month({next})", cancellationToken);
        return Done.Instance;
    }
}
