using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>One record as it was judged, by the head that stood when Odoo was asked.</summary>
/// <param name="Head">What was confirmed, and Odoo's id.</param>
/// <param name="Meant">What we mean.</param>
/// <param name="Found">What was found.</param>
/// <param name="LostParent">The key of the deleted account that left this project without one.</param>
internal sealed record DriftJudged(OdooRecordHead Head, WantedRecord Meant, IReadOnlyList<DriftFound> Found, string? LostParent = null);

/// <summary>Keeps what a comparison found: opens findings, sees them again, closes those that are gone, makes deleted accounts and plans again.</summary>
internal sealed class DriftStore(GrantSyncDb db, Intents intents, TimeProvider time)
{
    /// <summary>One transaction for these records. A record that moved since Odoo was asked is left for the next comparison.</summary>
    /// <param name="judged">Parents come in an earlier or the same call.</param>
    /// <param name="madeAgain">Keys that this comparison has put down again; grows.</param>
    /// <param name="cancellationToken">Rolls these records back.</param>
    /// <returns>How many findings there are.</returns>
    public async Task<int> Keep(IReadOnlyList<DriftJudged> judged, HashSet<string> madeAgain, CancellationToken cancellationToken)
    {
        if (judged.Count == 0)
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var still = await Unmoved(judged, cancellationToken);
        var keys = still.Select(j => j.Head.Key).ToList();
        var open = (await db.DriftFindings.Where(f => f.DecidedAt == null && keys.Contains(f.Key)).ToListAsync(cancellationToken))
            .ToDictionary(f => (f.Key, f.Kind, f.Field));
        var now = time.GetUtcNow();
        var again = new List<WantedRecord>();
        var (drifted, gone) = (0, new List<string>());

        foreach (var record in still)
        {
            foreach (var found in record.Found)
            {
                var finding = See(record, found, open, now);
                drifted++;
                if (found.Kind == DriftKind.Deleted && record.Meant.Stage is (SyncStage.Plans or SyncStage.Accounts))
                {
                    (finding.DecidedAt, finding.Decision) = (now, DriftDecision.MadeAgain);
                    again.Add(record.Meant);
                    gone.Add(record.Head.Key);
                }
            }
        }

        // what is left over was not seen this time
        foreach (var finding in open.Values)
        {
            (finding.DecidedAt, finding.Decision) = (now, DriftDecision.GoneByItself);
        }

        madeAgain.UnionWith(gone);

        // a project that lost its account with the account is bound to it again, unless that would overwrite what somebody else changed
        again.AddRange(still.Where(j => j.LostParent is { } parent && madeAgain.Contains(parent) && j.Found.Count == 0).Select(j => j.Meant));
        await db.SaveChangesAsync(cancellationToken);
        await intents.PutDownAgain(again, gone, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return drifted;
    }

    private DriftFinding See(DriftJudged record, DriftFound found, Dictionary<(string, DriftKind, DriftField), DriftFinding> open, DateTimeOffset now)
    {
        if (!open.Remove((record.Head.Key, found.Kind, found.Field), out var finding))
        {
            finding = new DriftFinding
            {
                TenantId = record.Head.TenantId,
                Key = record.Head.Key,
                Entity = record.Head.Entity,
                EntityId = record.Meant.Key.Id,
                Kind = found.Kind,
                Field = found.Field,
                OdooId = record.Head.OdooId,
                FoundAt = now,
            };
            db.DriftFindings.Add(finding);
        }

        (finding.Meant, finding.Confirmed, finding.InOdoo, finding.LastSeenAt) = (found.Meant, found.Confirmed, found.InOdoo, now);
        return finding;
    }

    /// <summary>
    /// Locks the heads that are still as they were. One that is locked just now is being written by a Sync or by an outcome, so it is moving:
    /// it is skipped rather than waited for, and nobody waits crosswise.
    /// </summary>
    private async Task<List<DriftJudged>> Unmoved(IReadOnlyList<DriftJudged> judged, CancellationToken cancellationToken)
    {
        var (keys, revisions, ids) = (judged.Select(j => j.Head.Key).ToArray(), judged.Select(j => j.Head.ConfirmedRevision).ToArray(), judged.Select(j => j.Head.OdooId!.Value).ToArray());
        var unmoved = (await db.Database.SqlQuery<string>(
            $"""
            select h.key as "Value" from odoo_record_heads h
            join unnest({keys}, {revisions}, {ids}) as seen (key, revision, odoo_id) on h.key = seen.key
            where h.tenant_id = {judged[0].Head.TenantId} and h.confirmed_revision = seen.revision and h.odoo_id = seen.odoo_id
                and not exists (select 1 from intents i where i.tenant_id = h.tenant_id and i.key = h.key and i.state in ('queued', 'sending', 'unknown'))
            order by h.key
            for update of h skip locked
            """).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return [.. judged.Where(j => unmoved.Contains(j.Head.Key))];
    }
}
