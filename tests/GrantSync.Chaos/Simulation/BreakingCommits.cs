using System.Data.Common;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GrantSync.Chaos.Simulation;

/// <summary>Breaks the connection to PostgreSQL just before or just after a commit of a worker, wherever in the engine it stands.</summary>
internal sealed class BreakingCommits(World world, FaultRates rates) : DbTransactionInterceptor
{
    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        SimulatedWorker.Current is not null && world.Chance.Strikes(nameof(FaultRates.CommitFails), rates.CommitFails)
            ? throw new SimulatedCrash("a commit, not done")
            : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        SimulatedWorker.Current is { } worker && world.Chance.Strikes(nameof(FaultRates.CommitDoneButLost), rates.CommitDoneButLost)
            ? throw Done(worker)
            : Task.CompletedTask;

    private SimulatedCrash Done(SimulatedWorker worker)
    {
        world.RowsWithoutCall += worker.Passed == WritePoint.PendingWritten ? 1 : 0;
        return new SimulatedCrash("a commit, done");
    }
}
