using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>Puts our records down once more, over what Odoo holds or over what was kept.</summary>
internal sealed class WriteOurs(GrantSyncDb db, MeantRecords meant, Intents intents, Caller caller, TimeProvider time)
{
    /// <summary>Inside the act's transaction, with the heads locked. Answers how many findings are decided.</summary>
    public async Task<int> Decide(IReadOnlyList<DriftFinding> findings, MeantNow now, CancellationToken cancellationToken)
    {
        if (findings.Count == 0)
        {
            return 0;
        }

        var at = time.GetUtcNow();
        var keys = findings.Select(f => f.Key).Distinct().ToList();
        await TakeBack([.. findings.Where(f => f.DecidedAt is not null)], at, cancellationToken);

        // a record goes to Odoo whole
        var all = await db.DriftFindings.Where(f => keys.Contains(f.Key) && f.DecidedAt == null && f.Kind != DriftKind.Duplicated).ToListAsync(cancellationToken);
        foreach (var finding in all)
        {
            (finding.DecidedAt, finding.DecidedBy, finding.Decision) = (at, caller.UserId, DriftDecision.WriteOurs);
        }

        await db.SaveChangesAsync(cancellationToken);
        var ours = await meant.Around([.. findings.Select(f => (f.Entity, f.EntityId))], cancellationToken);
        var archived = findings.Concat(all).Where(f => f.Kind == DriftKind.Archived).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var records = keys.Where(ours.Meant.ContainsKey).Select(key => ours.Meant[key]).Select(r => archived.Contains(r.Key.ToString()) ? OutOfTheArchive(r) : r).ToList();

        // a project's account follows its name: with a name that was kept it was renamed too
        var accounts = findings.Where(f => f is { Field: DriftField.Name, DecidedAt: not null } && f.Decision == DriftDecision.KeepOdoo)
            .Select(f => KeepOdoo.AccountOf(f.Key)).OfType<string>().Where(ours.Meant.ContainsKey).Select(key => ours.Meant[key]);
        var gone = findings.Concat(all).Where(f => f.Kind == DriftKind.Deleted).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        await intents.PutDownAgain([.. records, .. accounts.Where(a => now.Own.ContainsKey(a.Key.ToString()))], gone, caller.UserId, cancellationToken);
        return findings.Union(all).Count();
    }

    /// <summary>What was kept is kept no longer; the history shows both decisions.</summary>
    private async Task TakeBack(IReadOnlyList<DriftFinding> kept, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var finding in kept)
        {
            var field = KeepOdoo.FieldOf(finding);
            await db.KeptValues.Where(v => v.Key == finding.Key && v.Field == field).ExecuteDeleteAsync(cancellationToken);
            db.DriftFindings.Add(new DriftFinding
            {
                TenantId = finding.TenantId,
                Key = finding.Key,
                Entity = finding.Entity,
                EntityId = finding.EntityId,
                Kind = finding.Kind,
                Field = finding.Field,
                Meant = finding.Meant,
                Confirmed = finding.Confirmed,
                InOdoo = finding.InOdoo,
                OdooId = finding.OdooId,
                FoundAt = finding.FoundAt,
                LastSeenAt = finding.LastSeenAt,
                DecidedAt = at,
                DecidedBy = caller.UserId,
                Decision = DriftDecision.WriteOurs,
            });
        }
    }

    private static WantedRecord OutOfTheArchive(WantedRecord record) =>
        record.Fields is WantedProject project ? new WantedRecord(record.Key, record.ExternalId, project with { Unarchive = true }, record.Parents) : record;
}
