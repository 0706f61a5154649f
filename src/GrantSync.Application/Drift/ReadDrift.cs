using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>What was changed in Odoo: what waits for a decision, and what was decided lately.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadDrift : IQuery<DriftView>;

/// <param name="Open">Records with changes that wait for a decision.</param>
/// <param name="Decided">The latest decisions, newest first.</param>
/// <param name="Last">The newest comparison; null before the first.</param>
/// <param name="NextAt">When the next nightly comparison is due; null without a connection.</param>
public sealed record DriftView(IReadOnlyList<DriftedRecord> Open, IReadOnlyList<DriftItem> Decided, DriftReport? Last, DateTimeOffset? NextAt);

/// <param name="Record">What it is, in words.</param>
/// <param name="GrantId">The grant it belongs to; null for plans and for categories, which grants share.</param>
/// <param name="Grant">That grant's analytic code and title.</param>
/// <param name="OdooId">The record's id in Odoo.</param>
public sealed record DriftedRecord(string Key, string Record, long? GrantId, string? Grant, int? OdooId, IReadOnlyList<DriftItem> Findings);

/// <param name="What">What was changed, in plain words.</param>
/// <param name="Meant">Our value.</param>
/// <param name="Confirmed">What Odoo confirmed last.</param>
/// <param name="DecidedBy">Who decided; GrantSync itself has no name here.</param>
/// <param name="CanWriteOurs">Our value can be written, also later, over one that was kept.</param>
public sealed record DriftItem(
    long Id,
    string Key,
    string Record,
    DriftKind Kind,
    DriftField Field,
    string What,
    string? Meant,
    string? Confirmed,
    string? InOdoo,
    DateTimeOffset FoundAt,
    DateTimeOffset LastSeenAt,
    DriftDecision? Decision,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    bool CanWriteOurs);

/// <summary>How many changes wait for a decision.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record CountDrift : IQuery<int>;

internal sealed class CountDriftHandler(GrantSyncDb db) : IRequestHandler<CountDrift, Result<int>>
{
    public async Task<Result<int>> Handle(CountDrift request, CancellationToken cancellationToken) =>
        await db.DriftFindings.CountAsync(f => f.DecidedAt == null, cancellationToken);
}

internal sealed class ReadDriftHandler(GrantSyncDb db) : IRequestHandler<ReadDrift, Result<DriftView>>
{
    private const int Latest = 100;

    public async Task<Result<DriftView>> Handle(ReadDrift request, CancellationToken cancellationToken)
    {
        var open = await db.DriftFindings.AsNoTracking().Where(f => f.DecidedAt == null).OrderBy(f => f.Id).ToListAsync(cancellationToken);
        var decided = await db.DriftFindings.AsNoTracking().Where(f => f.DecidedAt != null).OrderByDescending(f => f.DecidedAt).ThenByDescending(f => f.Id)
            .Take(Latest).ToListAsync(cancellationToken);
        var run = await db.DriftRuns.AsNoTracking().OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(cancellationToken);
        var next = await db.Connections.Select(c => (DateTimeOffset?)c.NextDriftAt).SingleOrDefaultAsync(cancellationToken);
        var people = await db.Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        var kept = (await db.KeptValues.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(v => (v.Key, v.Field));
        var places = await DriftPlaces.Of(db, [.. open.Concat(decided).Select(f => (f.Entity, f.EntityId)).Distinct()], cancellationToken);

        DriftItem Item(DriftFinding f) => new(
            f.Id, f.Key, places[(f.Entity, f.EntityId)].Record, f.Kind, f.Field, DriftWords.Of(f), f.Meant, f.Confirmed, f.InOdoo, f.FoundAt, f.LastSeenAt, f.Decision, f.DecidedAt,
            f.DecidedBy is { } by ? people.GetValueOrDefault(by) : null,
            f.Kind != DriftKind.Duplicated && (f.DecidedAt is null || (f.Decision == DriftDecision.KeepOdoo && kept.TryGetValue((f.Key, KeepOdoo.FieldOf(f)), out var value) && value.DecidedAt == f.DecidedAt)));

        var records = open.GroupBy(f => f.Key).Select(group => (First: group.First(), All: group.Select(Item).ToList()))
            .Select(g => (g.First, g.All, Place: places[(g.First.Entity, g.First.EntityId)]))
            .OrderBy(g => g.Place.Grant ?? "", StringComparer.Ordinal).ThenBy(g => g.First.Entity).ThenBy(g => g.Place.Record, StringComparer.Ordinal)
            .Select(g => new DriftedRecord(g.First.Key, g.Place.Record, g.Place.GrantId, g.Place.Grant, g.First.OdooId, g.All)).ToList();
        return new DriftView(
            records,
            [.. decided.Select(Item)],
            run is null ? null : DriftReport.Of(run, run.StartedBy is { } starter ? people.GetValueOrDefault(starter) : null),
            next);
    }
}
