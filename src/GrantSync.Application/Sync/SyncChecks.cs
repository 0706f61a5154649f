using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Sync;

/// <summary>What must be so before a grant goes to Odoo; the dry run and the act ask the same.</summary>
internal sealed class SyncChecks(Intents intents)
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

        var lines = whole.Budget.Categories.SelectMany(c => c.Lines).Where(l => l.RemovedAt is null).ToList();
        if (lines.Where(l => l.Code.Length == 0 || l.Description.Length == 0).ToList() is { Count: > 0 } unfinished)
        {
            return new UnfinishedLines([.. unfinished.Select(l => l.Code.Length > 0 ? l.Code : l.Description.Length > 0 ? l.Description : "an empty line")]);
        }

        var total = lines.Sum(l => l.Amount);
        var allocated = whole.Grant.Projects.Where(p => p.RemovedAt is null).Sum(p => p.Allocated);
        if (allocated != total)
        {
            return new AllocationDiffers(total, allocated, whole.Grant.Currency);
        }

        return !acceptSharedCodes && await intents.CodesOfOthers(whole.Wanted.Records(), cancellationToken) is { Count: > 0 } shared ? new SharedCodes(shared) : null;
    }
}
