using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Sync;

/// <summary>What must be so before a grant goes to Odoo; the dry run and the act ask the same.</summary>
internal sealed class SyncChecks(Intents intents, KeptBudget kept)
{
    /// <summary>Why it may not go, or null.</summary>
    public async Task<Refusal?> Refusal(WholeGrant whole, bool acceptSharedCodes, CancellationToken cancellationToken)
    {
        if (whole.Connection is not { Plans.Count: 3 })
        {
            return new NoConnection();
        }

        if (whole.Connection.DisconnectingAt is not null)
        {
            return new IsDisconnecting();
        }

        if (whole.Grant.ClosedAt is not null)
        {
            return new GrantIsClosed();
        }

        if (whole.Wanted is null)
        {
            return new UnitWithoutCompany(whole.Unit.Name);
        }

        if (Incomplete(whole.Grant, whole.Budget) is { } incomplete)
        {
            return incomplete;
        }

        if (await Amended(whole, cancellationToken) is { } amended)
        {
            return amended;
        }

        return !acceptSharedCodes && await intents.CodesOfOthers(whole.Wanted.Records(), cancellationToken) is { Count: > 0 } shared ? new SharedCodes(shared) : null;
    }

    /// <summary>What is missing in the budget itself, whatever the connection; a kept revision has none of it.</summary>
    public static Refusal? Incomplete(Grant grant, Budget budget)
    {
        var lines = budget.Categories.SelectMany(c => c.Lines).Where(l => l.RemovedAt is null).ToList();
        if (lines.Where(l => l.Code.Length == 0 || l.Description.Length == 0).ToList() is { Count: > 0 } unfinished)
        {
            return new UnfinishedLines([.. unfinished.Select(l => l.Code.Length > 0 ? l.Code : l.Description.Length > 0 ? l.Description : "an empty line")]);
        }

        var total = lines.Sum(l => l.Amount);
        var allocated = grant.Projects.Where(p => p.RemovedAt is null).Sum(p => p.Allocated);
        return allocated == total ? null : new AllocationDiffers(total, allocated, grant.Currency);
    }

    private async Task<AmendmentNeeded?> Amended(WholeGrant whole, CancellationToken cancellationToken)
    {
        if (await kept.Newest(whole.Grant, cancellationToken) is not { } newest)
        {
            return null;
        }

        var change = BudgetComparison.Of(BudgetSnapshot.Read(newest.Snapshot), BudgetSnapshot.Of(whole.Grant, whole.Budget));
        return change.IsNothing ? null : new AmendmentNeeded(newest.Number, change.InWords());
    }
}
