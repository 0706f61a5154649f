using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// Sends the records again that Odoo refused in one call of the log, or in all calls that went wrong alike. Only those whose refusal still
/// stands: doing it twice puts nothing back the second time. Answers how many.
/// </summary>
/// <param name="Row">A row of the log.</param>
/// <param name="Fingerprint">A <see cref="LogProblemGroup.Fingerprint"/>: all of them.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record TryAgainFromLog(long? Row = null, string? Fingerprint = null) : ICommand<int>;

internal sealed class TryAgainFromLogValidator : AbstractValidator<TryAgainFromLog>
{
    public TryAgainFromLogValidator() =>
        RuleFor(r => r).Must(r => r.Row is null != string.IsNullOrEmpty(r.Fingerprint)).OverridePropertyName("Row").WithMessage("Say what to try again: a row of the log, or a fingerprint.");
}

internal sealed class TryAgainFromLogHandler(GrantSyncDb db, Intents intents, Caller caller, TimeProvider time) : IRequestHandler<TryAgainFromLog, Result<int>>
{
    public async Task<Result<int>> Handle(TryAgainFromLog request, CancellationToken cancellationToken)
    {
        await intents.LockLane(caller.Tenant, cancellationToken);
        var standing = RefusedInLog.Standing(db);
        var ids = await (request.Row is { } row
            ? standing.Where(i => i.CallId == row)
            : from intent in standing
              join call in db.SyncLog on intent.CallId equals (long?)call.Id
              where call.Fingerprint == request.Fingerprint
              select intent).Select(i => i.Id).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var again = await db.Intents.Where(i => ids.Contains(i.Id) && i.State == IntentState.Refused).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.State, IntentState.Queued).SetProperty(i => i.DueAt, now).SetProperty(i => i.EndedAt, (DateTimeOffset?)null)
                .SetProperty(i => i.Busy, 0).SetProperty(i => i.BatchLimit, Intents.LargestBatch),
            cancellationToken);
        if (again > 0)
        {
            await intents.OpenLane(caller.Tenant, cancellationToken);
        }

        return again;
    }
}
