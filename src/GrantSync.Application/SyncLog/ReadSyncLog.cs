using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>A page of the sync log, newest first, by key set: <see cref="Before"/> is the last id of the page before. All that is set must hold.</summary>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadSyncLog : IQuery<SyncLogPage>
{
    public const int LargestPage = 200;

    /// <summary>For support, who see every tenant's rows.</summary>
    public string? Tenant { get; init; }

    /// <summary>An outcome kind (<c>ok</c>, <c>refused</c> ...) or <c>pending</c>, or <c>trouble</c> for everything but these two.</summary>
    public string? Outcome { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>Odoo's fault: 1 any other, 2 what a user can mend, 3 access denied, 4 a missing right.</summary>
    public int? FaultCode { get; init; }

    public CallDirection? Direction { get; init; }

    public string? Entity { get; init; }

    public string? Operation { get; init; }

    public string? Model { get; init; }

    public string? Method { get; init; }

    /// <summary>Rows whose call carried this idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>Who asked for it.</summary>
    public long? UserId { get; init; }

    /// <summary>W3C trace id, in hex.</summary>
    public string? Trace { get; init; }

    /// <summary>Rows that went wrong in the same way (<see cref="SyncLogProblem.Fingerprint"/>).</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Leave out pings, which otherwise fill the page.</summary>
    public bool WithoutPings { get; init; }

    /// <summary>Whole words, all of which stand in the error, the request or the response, whatever the case.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public long? Before { get; init; }

    public int Size { get; init; } = 50;
}

public sealed record SyncLogPage(IReadOnlyList<SyncLogItem> Rows, long? Next);

public sealed record SyncLogItem(
    long Id,
    string Tenant,
    DateTimeOffset At,
    CallDirection Direction,
    string Entity,
    string Operation,
    int KeyCount,
    IReadOnlyList<string> FirstKeys,
    string Model,
    string Method,
    int Attempt,
    string? Outcome,
    int? HttpStatus,
    int? FaultCode,
    int? RequestBytes,
    int? ResponseBytes,
    int? LatencyMilliseconds,
    string? Error,
    string? TraceId,
    long? UserId,
    string? UserName,
    string? Fingerprint);

internal sealed class ReadSyncLogHandler(GrantSyncDb db, LogSearch search, LogItems items) : IRequestHandler<ReadSyncLog, Result<SyncLogPage>>
{
    public async Task<Result<SyncLogPage>> Handle(ReadSyncLog request, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(request.Size, 1, ReadSyncLog.LargestPage);
        LogPlace? after = null;
        if (request.Before is { } before)
        {
            after = await db.SyncLog.Where(r => r.Id == before).Select(r => new LogPlace(r.Id, r.At)).SingleOrDefaultAsync(cancellationToken);
            if (after is null)
            {
                // its month is gone, and with it all that was older
                return new SyncLogPage([], null);
            }
        }

        var places = await search.Find(request, after, size + 1, cancellationToken);
        var page = places.Take(size).ToList();
        return new SyncLogPage(await items.At(page, cancellationToken), places.Count > size ? page[^1].Id : null);
    }
}
