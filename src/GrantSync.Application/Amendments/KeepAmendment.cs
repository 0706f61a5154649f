using System.Globalization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;

namespace GrantSync.Application.Amendments;

/// <summary>Keeps the saved budget of an awarded grant as its next revision. Answers the revision's number.</summary>
/// <param name="GrantId">The grant.</param>
/// <param name="ApprovedOn">The day on which the donor approved.</param>
/// <param name="Reason">Why the budget was changed.</param>
/// <param name="Seen">The mark of the changes that the grant manager looked at; null keeps whatever is saved.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record KeepAmendment(long GrantId, DateOnly ApprovedOn, string Reason, string? Seen = null) : ICommand<int>;

public sealed record IsNotAwarded() : Conflict("This grant is not awarded yet: before the award a budget is changed without amendments.");

public sealed record ChangedSinceSeen() : Conflict("Somebody changed the budget after you opened this page. Look at the changes again, then decide.");

internal sealed class KeepAmendmentValidator : AbstractValidator<KeepAmendment>
{
    public KeepAmendmentValidator(TimeProvider time)
    {
        RuleFor(r => r.Reason).NotEmpty().WithMessage("Say why the budget was changed.").MaximumLength(2000).WithMessage("Keep the reason under 2000 characters.");
        RuleFor(r => r.ApprovedOn).NotAhead(time);
    }
}

internal sealed class KeepAmendmentHandler(GrantSyncDb db, KeptBudget kept, Caller caller, TimeProvider time) : IRequestHandler<KeepAmendment, Result<int>>
{
    public async Task<Result<int>> Handle(KeepAmendment request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (await kept.Read(request.GrantId, cancellationToken) is not { } budget)
        {
            return new GrantIsGone();
        }

        if (await kept.Newest(budget.Grant, cancellationToken) is not { } newest)
        {
            return new IsNotAwarded();
        }

        if (request.Seen is { } seen && seen != budget.Now.Mark())
        {
            return new ChangedSinceSeen();
        }

        if (BudgetComparison.Of(BudgetSnapshot.Read(newest.Snapshot), budget.Now).IsNothing)
        {
            return new Conflict(string.Create(CultureInfo.InvariantCulture, $"Nothing has changed since revision {newest.Number}, so there is nothing to keep."));
        }

        if (request.ApprovedOn < newest.ApprovedOn)
        {
            return new Invalid(
                nameof(request.ApprovedOn),
                string.Create(CultureInfo.InvariantCulture, $"Revision {newest.Number} is of {newest.ApprovedOn:d MMM yyyy}; an amendment is not earlier."));
        }

        if (SyncChecks.Incomplete(budget.Grant, budget.Budget) is { } incomplete)
        {
            return incomplete;
        }

        db.BudgetRevisions.Add(new BudgetRevision
        {
            TenantId = caller.Tenant,
            GrantId = request.GrantId,
            Award = newest.Award,
            Number = newest.Number + 1,
            ApprovedOn = request.ApprovedOn,
            Reason = request.Reason.Trim(),
            KeptAt = time.GetUtcNow(),
            KeptBy = caller.UserId,
            Total = budget.Now.Total,
            Snapshot = budget.Now.Json(),
        });
        return newest.Number + 1;
    }
}
