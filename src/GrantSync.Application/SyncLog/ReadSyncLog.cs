using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>A page of the sync log, newest first, by key set: <see cref="Before"/> is the last id of the page before.</summary>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadSyncLog : IQuery<SyncLogPage>
{
    public const int LargestPage = 200;

    /// <summary>For support, who see every tenant's rows.</summary>
    public string? Tenant { get; init; }

    /// <summary>An outcome kind (<c>ok</c>, <c>refused</c> ...) or <c>pending</c>, or <c>trouble</c> for everything but these two.</summary>
    public string? Outcome { get; init; }

    public string? Entity { get; init; }

    public string? Model { get; init; }

    /// <summary>Rows whose call carried this idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>Leave out pings, which otherwise fill the page.</summary>
    public bool WithoutPings { get; init; }

    /// <summary>Found in the error, whatever the case.</summary>
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
    string? UserName);

/// <summary>One row with its keys and redacted bodies.</summary>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadSyncLogRow(long Id) : IQuery<SyncLogDetail>;

/// <param name="Row">The row as the list shows it.</param>
/// <param name="Keys">All idempotency keys, in row order.</param>
/// <param name="Request">What was sent, without the key; null while the call is under way.</param>
/// <param name="Response">What came back, cut at 64 KiB.</param>
public sealed record SyncLogDetail(SyncLogItem Row, IReadOnlyList<string> Keys, byte[]? Request, byte[]? Response);

internal sealed class SyncLogHandlers(GrantSyncDb db)
    : IRequestHandler<ReadSyncLog, Result<SyncLogPage>>, IRequestHandler<ReadSyncLogRow, Result<SyncLogDetail>>
{
    public async Task<Result<SyncLogPage>> Handle(ReadSyncLog request, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(request.Size, 1, ReadSyncLog.LargestPage);
        var rows = Filter(request);
        var page = await Items(rows.OrderByDescending(r => r.Id).Take(size + 1)).ToListAsync(cancellationToken);
        page = [.. page.OrderByDescending(r => r.Id)];
        return new SyncLogPage([.. page.Take(size)], page.Count > size ? page[size - 1].Id : null);
    }

    public async Task<Result<SyncLogDetail>> Handle(ReadSyncLogRow request, CancellationToken cancellationToken)
    {
        var row = await db.SyncLog.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken);
        if (row is null)
        {
            return new NotFound("There is no such row in your sync log.");
        }

        var item = await Items(db.SyncLog.Where(r => r.Id == request.Id)).SingleAsync(cancellationToken);
        var body = await db.SyncLogBodies.AsNoTracking().SingleOrDefaultAsync(b => b.LogId == request.Id, cancellationToken);
        return new SyncLogDetail(item, row.Keys, body?.Request, body?.Response);
    }

    private IQueryable<SyncLogRow> Filter(ReadSyncLog request)
    {
        var rows = db.SyncLog.AsNoTracking();
        if (request.Tenant is { Length: > 0 } tenant)
        {
            rows = rows.Where(r => r.TenantId == tenant);
        }

        rows = request.Outcome switch
        {
            null or "" => rows,
            "pending" => rows.Where(r => r.CompletedAt == null),
            "trouble" => rows.Where(r => r.CompletedAt != null && r.Outcome != "ok"),
            var outcome => rows.Where(r => r.Outcome == outcome),
        };
        if (request.Entity is { Length: > 0 } entity)
        {
            rows = rows.Where(r => r.Entity == entity);
        }

        if (request.Model is { Length: > 0 } model)
        {
            rows = rows.Where(r => r.Model == model);
        }

        if (request.Key is { Length: > 0 } key)
        {
            rows = rows.Where(r => r.Keys.Contains(key));
        }

        if (request.WithoutPings)
        {
            rows = rows.Where(r => r.Entity != "health");
        }

        if (request.Text?.Trim() is { Length: > 0 } text)
        {
            rows = rows.Where(r => r.Error != null && EF.Functions.ILike(r.Error, $"%{text}%"));
        }

        if (request.From is { } from)
        {
            rows = rows.Where(r => r.At >= from.ToUniversalTime());
        }

        if (request.To is { } to)
        {
            rows = rows.Where(r => r.At < to.ToUniversalTime());
        }

        return request.Before is { } before ? rows.Where(r => r.Id < before) : rows;
    }

    private IQueryable<SyncLogItem> Items(IQueryable<SyncLogRow> rows) =>
        from row in rows
        join user in db.Users on row.UserId equals user.Id into users
        from user in users.DefaultIfEmpty()
        select new SyncLogItem(
            row.Id,
            row.TenantId,
            row.At,
            row.Direction,
            row.Entity,
            row.Operation,
            row.Keys.Length,
            row.Keys.Take(3).ToArray(),
            row.Model,
            row.Method,
            row.Attempt,
            row.Outcome,
            row.HttpStatus,
            row.FaultCode,
            row.RequestBytes,
            row.ResponseBytes,
            row.LatencyMilliseconds,
            row.Error,
            row.TraceId,
            user.Name);
}
