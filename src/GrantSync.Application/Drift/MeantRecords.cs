using GrantSync.Application.Grants;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>What we mean Odoo to hold now, unsynced edits too: of a tenant, or of some of its records.</summary>
internal sealed class MeantRecords(GrantSyncDb db, GrantReader grants)
{
    public async Task<MeantNow> All(CancellationToken cancellationToken) =>
        await Of(await db.Grants.OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(cancellationToken), cancellationToken);

    /// <summary>Only the grants that these records belong to are read.</summary>
    public async Task<MeantNow> Around(IReadOnlyCollection<(SyncEntity Entity, long Id)> records, CancellationToken cancellationToken)
    {
        long[] Ids(params SyncEntity[] any) => [.. records.Where(r => any.Contains(r.Entity)).Select(r => r.Id)];
        var (lines, categories, projects) = (Ids(SyncEntity.BudgetLine), Ids(SyncEntity.TemplateCategory), Ids(SyncEntity.Project, SyncEntity.ProjectAccount));
        var ofBudgets = db.Budgets
            .Where(b => b.Categories.Any(c => categories.Contains(c.TemplateCategoryId) || c.Lines.Any(l => lines.Contains(l.Id))))
            .Select(b => b.GrantId);
        var ofProjects = db.Projects.Where(p => projects.Contains(p.Id)).Select(p => p.GrantId);
        return await Of(await ofBudgets.Union(ofProjects).ToListAsync(cancellationToken), cancellationToken);
    }

    private async Task<MeantNow> Of(IReadOnlyList<long> grantIds, CancellationToken cancellationToken)
    {
        var (meant, own) = (new Dictionary<string, WantedRecord>(StringComparer.Ordinal), new Dictionary<string, WantedRecord>(StringComparer.Ordinal));
        var kept = new KeptValues(await db.KeptValues.AsNoTracking().ToListAsync(cancellationToken));
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        foreach (var plan in connection is null ? [] : WantedPlans.Of(connection))
        {
            own[plan.Key.ToString()] = plan;
            meant[plan.Key.ToString()] = plan;
        }

        foreach (var grant in grantIds)
        {
            if ((await grants.Read(grant, cancellationToken))?.Wanted is not { } wanted)
            {
                continue;
            }

            foreach (var record in wanted.Own())
            {
                own[record.Key.ToString()] = record;
            }

            foreach (var record in wanted.Records())
            {
                meant[record.Key.ToString()] = record;
            }
        }

        return new MeantNow(meant, own, kept);
    }
}

/// <param name="Meant">With the values that were kept, without what is left to Odoo.</param>
/// <param name="Own">What we would mean by ourselves.</param>
/// <param name="Kept">What was kept.</param>
internal sealed record MeantNow(IReadOnlyDictionary<string, WantedRecord> Meant, IReadOnlyDictionary<string, WantedRecord> Own, KeptValues Kept);
