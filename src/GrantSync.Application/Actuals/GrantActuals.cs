using System.Data;
using GrantSync.Application.Grants;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>Reads what the shown reading holds of one grant, in one snapshot: a reading that ends meanwhile does not mix into it.</summary>
internal sealed class GrantActuals(GrantSyncDb db, GrantReader grants)
{
    public async Task<GrantSpending?> Read(long grantId, CancellationToken cancellationToken)
    {
        if (await grants.Read(grantId, cancellationToken) is not { } whole)
        {
            return null;
        }

        var tenant = whole.Tenant.Id;
        var heads = await db.OdooRecordHeads.AsNoTracking()
            .Where(h => h.OdooId != null && (h.Entity == SyncEntity.ProjectAccount || h.Entity == SyncEntity.TemplateCategory || h.Entity == SyncEntity.BudgetLine))
            .ToDictionaryAsync(h => h.Key, h => h.OdooId!.Value, cancellationToken);
        int? Account(SyncEntity entity, long id) => heads.TryGetValue(new SyncKey(tenant, entity, id).ToString(), out var odooId) ? odooId : null;
        Dictionary<int, long> Accounts<T>(IEnumerable<T> of, SyncEntity entity, Func<T, long> key, Func<T, long> id) =>
            of.Select(one => (Account: Account(entity, key(one)), Id: id(one))).Where(one => one.Account is not null).GroupBy(one => one.Account!.Value).ToDictionary(g => g.Key, g => g.First().Id);

        var categories = whole.Budget.Categories.OrderBy(c => c.RemovedAt is not null).ThenBy(c => c.Position).ToList();
        var accounts = new GrantAccounts(
            Accounts(whole.Grant.Projects, SyncEntity.ProjectAccount, p => p.Id, p => p.Id),
            Accounts(categories, SyncEntity.TemplateCategory, c => c.TemplateCategoryId, c => c.Id),
            Accounts(categories.SelectMany(c => c.Lines), SyncEntity.BudgetLine, l => l.Id, l => l.Id),
            categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id, l => l.CategoryId));
        var rates = await db.ActualsRates.AsNoTracking().Where(r => r.GrantId == grantId).OrderByDescending(r => r.Id).ToListAsync(cancellationToken);

        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var read = whole.Connection is null ? null : await db.ActualReads.AsNoTracking().SingleOrDefaultAsync(r => r.IsCurrent, cancellationToken);
        var last = whole.Connection is null ? null : await db.ActualReads.AsNoTracking().OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        var readId = read?.Id ?? 0;
        var lines = await db.ActualLines.Where(l => l.ReadId == readId && l.GrantId == grantId).OrderBy(l => l.OdooId)
            .Select(l => new SpendingRow(
                l.OdooId, l.Currency, l.CompanyId, new Spending(l.ProjectAccount, l.CategoryAccount, l.DetailAccount, l.Date, l.Amount, l.Unpaid)))
            .ToListAsync(cancellationToken);
        var manual = await db.ManualActuals.AsNoTracking().Where(a => a.GrantId == grantId && a.ReplacedBy == null && a.RemovedAt == null).ToListAsync(cancellationToken);
        var sums = await db.ActualSums.AsNoTracking().Where(s => s.ReadId == readId && s.GrantId == grantId).ToListAsync(cancellationToken);
        await snapshot.CommitAsync(cancellationToken);

        var newest = rates.GroupBy(r => r.Currency).ToDictionary(g => g.Key, g => g.First().Rate);

        // what was entered by hand is in the grant's currency
        var currencies = lines.Select(l => l.Currency).Concat(manual.Count > 0 ? [whole.Grant.Currency] : Array.Empty<string>()).Distinct().Order(StringComparer.Ordinal).ToList();
        var conversion = new Conversion(whole.Grant.Currency, newest, currencies.Count == 0 ? [whole.Company?.Currency ?? whole.Grant.Currency] : currencies);
        return new GrantSpending(whole, accounts, read, last, lines, manual, sums, rates, conversion);
    }
}

/// <summary>One of Odoo's lines, as far as sums need it.</summary>
internal sealed record SpendingRow(int OdooId, string Currency, int CompanyId, Spending Line);

/// <summary>One thing that counts, in the figures' currency: a line of Odoo, or an entry made by hand.</summary>
internal sealed record Counted(Place Place, Spent Spent, DateOnly Date, SpendingRow? Row, bool Contradicts, ManualActual? Entry);

/// <param name="Read">The reading that is shown; null before the first whole one, and without a connection.</param>
/// <param name="Last">The newest reading, which may have failed or go on still.</param>
/// <param name="Manual">The entries made by hand that stand.</param>
/// <param name="Sums">What Odoo says the lines come to.</param>
/// <param name="Rates">All that were ever stated, newest first.</param>
internal sealed record GrantSpending(
    WholeGrant Whole,
    GrantAccounts Accounts,
    ActualRead? Read,
    ActualRead? Last,
    IReadOnlyList<SpendingRow> Lines,
    IReadOnlyList<ManualActual> Manual,
    IReadOnlyList<ActualSum> Sums,
    IReadOnlyList<ActualsRate> Rates,
    Conversion Conversion)
{
    /// <summary>All that counts. Lines that cannot be put into the figures' currency are left out and stand apart.</summary>
    public IEnumerable<Counted> Counted() => Lines
        .Where(row => Conversion.Convert(row.Line.Amount, row.Currency) is not null)
        .Select(row =>
        {
            var line = row.Line with
            {
                Amount = Conversion.Convert(row.Line.Amount, row.Currency)!.Value,
                Unpaid = row.Line.Unpaid is { } unpaid ? Conversion.Convert(unpaid, row.Currency) : null,
            };
            return new Counted(Attribution.Of(line, Accounts), Attribution.Count(line), line.Date, row, Attribution.Contradicts(line, Accounts), null);
        })
        .Concat(Manual.Select(entry => new Counted(entry.Place, Attribution.Count(entry), entry.Date, null, false, entry)));
}
