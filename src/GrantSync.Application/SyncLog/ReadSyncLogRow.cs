using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>One row with its keys and redacted bodies.</summary>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadSyncLogRow(long Id) : IQuery<SyncLogDetail>;

/// <param name="Row">The row as the list shows it.</param>
/// <param name="Keys">All idempotency keys, in row order.</param>
/// <param name="Request">What was sent, without the key; null while the call is under way.</param>
/// <param name="Response">What came back, cut at 64 KiB.</param>
public sealed record SyncLogDetail(SyncLogItem Row, IReadOnlyList<string> Keys, byte[]? Request, byte[]? Response);

internal sealed class ReadSyncLogRowHandler(GrantSyncDb db, LogItems items) : IRequestHandler<ReadSyncLogRow, Result<SyncLogDetail>>
{
    public async Task<Result<SyncLogDetail>> Handle(ReadSyncLogRow request, CancellationToken cancellationToken)
    {
        var row = await db.SyncLog.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken);
        if (row is null)
        {
            return new NotFound("There is no such row in your sync log.");
        }

        // with its time: only its month's partitions are opened
        var item = await items.Of(db.SyncLog.Where(r => r.Id == row.Id && r.At == row.At)).SingleAsync(cancellationToken);
        var body = await db.SyncLogBodies.AsNoTracking().SingleOrDefaultAsync(b => b.LogId == row.Id && b.At == row.At, cancellationToken);
        return new SyncLogDetail(item, row.Keys, body?.Request, body?.Response);
    }
}
