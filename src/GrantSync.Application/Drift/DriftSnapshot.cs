using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>What is to be compared, as it stood before Odoo was asked.</summary>
/// <param name="Heads">Records that Odoo should hold and that nothing is on its way for, plans first.</param>
/// <param name="OnTheirWay">Records that wait for the next comparison.</param>
/// <param name="Ours">Odoo ids of all our accounts.</param>
internal sealed record DriftSnapshot(
    IReadOnlyList<OdooRecordHead> Heads, int OnTheirWay, IReadOnlySet<int> Ours, MeantNow Now, DriftReading Reading)
{
    public static async Task<DriftSnapshot> Take(GrantSyncDb db, MeantRecords meant, Connection connection, CancellationToken cancellationToken)
    {
        // the heads come last: what is confirmed meanwhile is seen as moved, not as changed in Odoo
        var now = await meant.All(cancellationToken);
        var units = await db.Units.AsNoTracking().Where(u => u.OdooCompanyId != null).ToListAsync(cancellationToken);
        var busy = (await db.Intents.Where(i => i.State == IntentState.Queued || i.State == IntentState.Sending || i.State == IntentState.Unknown)
            .Select(i => i.Key).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var heads = await db.OdooRecordHeads.AsNoTracking().Where(h => h.OdooId != null).OrderBy(h => h.Key).ToListAsync(cancellationToken);

        var ids = heads.Where(h => h.Entity is SyncEntity.Plan or SyncEntity.ProjectAccount).ToDictionary(h => h.ExternalId, h => h.OdooId!.Value);
        var names = units.DistinctBy(u => u.OdooCompanyId).ToDictionary(u => (DriftField.Company, u.OdooCompanyId!.Value), u => u.OdooCompanyName ?? "");
        foreach (var plan in connection.Plans)
        {
            if ((plan.ExistingPlanId ?? Find(ids, new SyncKey(connection.TenantId, SyncEntity.Plan, (int)plan.Axis), connection)) is { } id)
            {
                names[(DriftField.Plan, id)] = plan.PlanName;
            }
        }

        foreach (var account in now.Meant.Values.Where(r => r.Key.Entity == SyncEntity.ProjectAccount))
        {
            if (ids.TryGetValue(account.ExternalId, out var id))
            {
                names[(DriftField.Account, id)] = $"[{((WantedAccount)account.Fields).Code}] {account.Fields.Name}";
            }
        }

        // what is on its way for a project may be renaming its account just now
        busy.UnionWith([.. busy.Select(KeepOdoo.AccountOf).OfType<string>()]);
        var dialect = OdooDialect.For(connection.ServerMajor);

        // budgets in Odoo are not compared: bookkeepers may keep figures of their own in them
        var known = heads.Where(h => now.Meant.TryGetValue(h.Key, out var meant) && meant.Stage <= SyncStage.Projects).ToList();
        var ready = known.Where(h => !busy.Contains(h.Key)).OrderBy(h => now.Meant[h.Key].Stage).ToList();
        return new DriftSnapshot(
            ready,
            known.Count - ready.Count,
            heads.Where(h => h.Model == SyncStage.Accounts.Model(dialect)).Select(h => h.OdooId!.Value).ToHashSet(),
            now,
            new DriftReading(dialect, ids, names));
    }

    public WantedRecord Meant(OdooRecordHead head) => Now.Meant[head.Key];

    public IEnumerable<OdooRecordHead> Of(SyncStage stage) => Heads.Where(h => Meant(h).Stage == stage);

    /// <summary>Ids of accounts with our code that somebody chose to ignore for this record.</summary>
    public IReadOnlySet<int> Ignored(OdooRecordHead head) => Now.Own.TryGetValue(head.Key, out var own) && Now.Kept.Kept(own, DriftField.Duplicate)?.Kept is { } ids
        ? ids.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToHashSet()
        : [];

    /// <summary>Somebody chose to leave this project in Odoo's archive, which no field of ours says.</summary>
    public bool IsKeptArchived(OdooRecordHead head) =>
        Now.Own.TryGetValue(head.Key, out var own) && own.Fields is WantedProject && Now.Kept.Kept(own, DriftField.Active) is not null;

    private static int? Find(Dictionary<string, int> ids, SyncKey key, Connection connection) =>
        ids.TryGetValue(key.ExternalId(connection.ExternalIdPrefix), out var id) ? id : null;
}
