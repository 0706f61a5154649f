using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Amendments;

/// <summary>The donor has awarded the grant: its budget is kept as revision 1, and from now on each change of what was agreed is an amendment.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record MarkAwarded(long GrantId, DateOnly AwardedOn) : ICommand<Done>;

/// <summary>The award was marked by mistake. Possible while there is no amendment.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record TakeBackAward(long GrantId) : ICommand<Done>;

internal sealed class MarkAwardedValidator : AbstractValidator<MarkAwarded>
{
    public MarkAwardedValidator(TimeProvider time) => RuleFor(r => r.AwardedOn).NotAhead(time);
}

internal static class ApprovalDays
{
    /// <summary>Not in the future, whichever zone the grant manager is in.</summary>
    public static IRuleBuilderOptions<T, DateOnly> NotAhead<T>(this IRuleBuilder<T, DateOnly> day, TimeProvider time) => day
        .Must(d => d <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1)).WithMessage("This day has not come yet.")
        .Must(d => d.Year >= 1990).WithMessage("Choose the day, such as 3 March 2026.");
}

internal sealed class AwardGrantHandlers(GrantSyncDb db, KeptBudget kept, Caller caller, TimeProvider time)
    : IRequestHandler<MarkAwarded, Result<Done>>, IRequestHandler<TakeBackAward, Result<Done>>
{
    public async Task<Result<Done>> Handle(MarkAwarded request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (await kept.Read(request.GrantId, cancellationToken) is not { } budget)
        {
            return new GrantIsGone();
        }

        var grant = await db.Grants.SingleAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant.AwardedOn is not null)
        {
            return new Conflict("This grant is awarded already.");
        }

        // a kept revision can always be synced
        if (SyncChecks.Incomplete(budget.Grant, budget.Budget) is { } incomplete)
        {
            return incomplete;
        }

        (grant.AwardedOn, grant.Awards) = (request.AwardedOn, grant.Awards + 1);
        db.BudgetRevisions.Add(new BudgetRevision
        {
            TenantId = caller.Tenant,
            GrantId = grant.Id,
            Award = grant.Awards,
            Number = 1,
            ApprovedOn = request.AwardedOn,
            Reason = "As awarded",
            KeptAt = time.GetUtcNow(),
            KeptBy = caller.UserId,
            Total = budget.Now.Total,
            Snapshot = budget.Now.Json(),
        });
        return Done.Instance;
    }

    public async Task<Result<Done>> Handle(TakeBackAward request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (await db.Grants.SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken) is not { } grant)
        {
            return new GrantIsGone();
        }

        if (grant.AwardedOn is null)
        {
            return new Conflict("This grant is not awarded.");
        }

        if (await kept.Of(grant).AnyAsync(r => r.Number > 1, cancellationToken))
        {
            return new Conflict("This grant has amendments, so its award stands. To undo a change, amend the budget once more.");
        }

        grant.AwardedOn = null;
        return Done.Instance;
    }
}
