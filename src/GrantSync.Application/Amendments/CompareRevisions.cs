using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Amendments;

/// <summary>What is different between two revisions of a grant, or between one and the saved budget.</summary>
/// <param name="GrantId">The grant.</param>
/// <param name="From">A revision; null for the saved budget.</param>
/// <param name="To">A revision; null for the saved budget.</param>
/// <param name="Everything">Lines without a difference too.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record CompareRevisions(long GrantId, int? From, int? To, bool Everything = false) : IQuery<RevisionComparison>;

public sealed record RevisionComparison(int? From, int? To, string Currency, int Decimals, BudgetChange Change);

internal sealed class CompareRevisionsHandler(KeptBudget kept) : IRequestHandler<CompareRevisions, Result<RevisionComparison>>
{
    public async Task<Result<RevisionComparison>> Handle(CompareRevisions request, CancellationToken cancellationToken)
    {
        if (await kept.Read(request.GrantId, cancellationToken) is not { } budget)
        {
            return new GrantIsGone();
        }

        var sides = new List<BudgetSnapshot>();
        foreach (var side in new[] { request.From, request.To })
        {
            if (side is not { } number)
            {
                sides.Add(budget.Now);
            }
            else if (await kept.Of(budget.Grant).SingleOrDefaultAsync(r => r.Number == number, cancellationToken) is { } revision)
            {
                sides.Add(BudgetSnapshot.Read(revision.Snapshot));
            }
            else
            {
                return new RevisionIsNotThere(number);
            }
        }

        return new RevisionComparison(
            request.From, request.To, budget.Now.Currency, Money.Decimals(budget.Now.Currency), BudgetComparison.Of(sides[0], sides[1], request.Everything));
    }
}
