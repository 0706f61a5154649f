using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>Calls that went wrong, those that look alike together, the newest first.</summary>
/// <param name="Days">So many days back (UTC, today is one); null for all that is kept.</param>
/// <param name="Tenant">For support, who see every tenant's.</param>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadLogProblems(int? Days = 7, string? Tenant = null) : IQuery<LogProblems>
{
    /// <summary>A list on a page; who needs more filters the log.</summary>
    public const int Most = 200;
}

/// <param name="Groups">At most <see cref="ReadLogProblems.Most"/>.</param>
/// <param name="More">Whether there are others, older than these.</param>
public sealed record LogProblems(IReadOnlyList<LogProblemGroup> Groups, bool More);

/// <param name="Fingerprint">What its rows have in common: the call, its outcome and the error without names and numbers.</param>
/// <param name="LastId">The newest of its rows.</param>
/// <param name="Error">The newest row's sentence.</param>
/// <param name="Waiting">Refused records of the newest rows that a person can try again; 0 when nothing waits.</param>
public sealed record LogProblemGroup(
    string Tenant,
    string Fingerprint,
    int Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    long LastId,
    string Entity,
    string Operation,
    string Model,
    string Method,
    string Outcome,
    int? FaultCode,
    string Error,
    int Waiting);

internal sealed class ReadLogProblemsHandler(GrantSyncDb db, TimeProvider time) : IRequestHandler<ReadLogProblems, Result<LogProblems>>
{
    public async Task<Result<LogProblems>> Handle(ReadLogProblems request, CancellationToken cancellationToken)
    {
        var days = db.SyncLogProblems.AsNoTracking();
        if (request.Tenant is { Length: > 0 } tenant)
        {
            days = days.Where(p => p.TenantId == tenant);
        }

        if (request.Days is { } back)
        {
            var first = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - back);
            days = days.Where(p => p.Day >= first);
        }

        var groups = await days.GroupBy(p => new { p.TenantId, p.Fingerprint })
            .Select(g => new { g.Key.TenantId, g.Key.Fingerprint, Count = g.Sum(p => p.Count), First = g.Min(p => p.FirstAt), Last = g.Max(p => p.LastAt), LastId = g.Max(p => p.LastId) })
            .OrderByDescending(g => g.Last).ThenByDescending(g => g.LastId).Take(ReadLogProblems.Most + 1).ToListAsync(cancellationToken);
        var newest = groups.Select(g => g.LastId).ToList();
        var sentences = await db.SyncLogProblems.AsNoTracking().Where(p => newest.Contains(p.LastId)).ToDictionaryAsync(p => p.LastId, cancellationToken);
        var waiting = await RefusedInLog.Count(db, cancellationToken);
        return new LogProblems(
            [.. groups.Take(ReadLogProblems.Most).Select(g => (Group: g, Last: sentences[g.LastId])).Select(g => new LogProblemGroup(
                g.Group.TenantId, g.Group.Fingerprint, g.Group.Count, g.Group.First, g.Group.Last, g.Group.LastId, g.Last.Entity, g.Last.Operation, g.Last.Model, g.Last.Method,
                g.Last.Outcome, g.Last.FaultCode, g.Last.Error, waiting.GetValueOrDefault((g.Group.TenantId, g.Group.Fingerprint))))],
            groups.Count > ReadLogProblems.Most);
    }
}
