using GrantSync.Application.Grants;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>What Sync asks before it puts anything down.</summary>
internal static class KeptInOdoo
{
    /// <summary>Kept values that an edit has overtaken: once the edit goes to Odoo they must not come back with an older value of ours.</summary>
    public static async Task DropLapsed(GrantSyncDb db, WholeGrant grant, CancellationToken cancellationToken)
    {
        foreach (var lapsed in grant.Wanted?.Own().SelectMany(grant.Kept.Lapsed) ?? [])
        {
            await db.KeptValues.Where(v => v.Key == lapsed.Key && v.Field == lapsed.Field).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Keys of records that were changed in Odoo and that nobody has decided about; writing them would overwrite the change.</summary>
    public static async Task<IReadOnlySet<string>> Undecided(GrantSyncDb db, IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var byKey = records.ToDictionary(r => r.Key.ToString(), StringComparer.Ordinal);
        var open = await db.DriftFindings.Where(f => f.DecidedAt == null && f.Kind != DriftKind.Duplicated && byKey.Keys.Contains(f.Key)).AsNoTracking().ToListAsync(cancellationToken);

        // what Odoo holds may be what we mean by now
        var held = open.Where(f => KeptValues.Own(byKey[f.Key].Fields, f.Field) != DriftValue.RawOf(f.Field, f.InOdoo)).ToList();

        // a renamed project has renamed its account
        var accounts = held.Where(f => f.Kind == DriftKind.Renamed).Select(f => KeepOdoo.AccountOf(f.Key)).OfType<string>();
        return held.Select(f => f.Key).Concat(accounts).Where(byKey.ContainsKey).ToHashSet(StringComparer.Ordinal);
    }
}
