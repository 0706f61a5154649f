using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>
/// Decides what was changed in Odoo, one finding or many at once: keep Odoo's value or write ours. Ours may also be written later, over a
/// value that was kept.
/// </summary>
/// <param name="Ids">The findings. Writing ours writes the whole record, so it decides the record's other findings too.</param>
/// <param name="Decision"><c>keepOdoo</c> or <c>writeOurs</c>.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record DecideDrift(IReadOnlyList<long> Ids, DriftDecision Decision) : ICommand<DriftDecided>;

/// <param name="Decided">Findings that are decided now.</param>
/// <param name="Left">Findings that stay open, each for one of <paramref name="Because"/>.</param>
/// <param name="Because">Why some were left, in plain words.</param>
public sealed record DriftDecided(int Decided, int Left, IReadOnlyList<string> Because);

public sealed record FindingIsGone() : NotFound("This has been decided already, or is no longer so in Odoo.");

public sealed record FindingsAreLeft(string Because) : Conflict(Because);

internal sealed class DecideDriftValidator : AbstractValidator<DecideDrift>
{
    public DecideDriftValidator()
    {
        RuleFor(r => r.Ids).NotEmpty().WithMessage("Choose at least one change.");
        RuleFor(r => r.Ids).Must(ids => ids.Count <= 5000).WithMessage("Decide at most 5,000 changes at once.");
        RuleFor(r => r.Decision).Must(d => d is DriftDecision.KeepOdoo or DriftDecision.WriteOurs).WithMessage("Decide keepOdoo or writeOurs.");
    }
}

internal sealed class DecideDriftHandler(GrantSyncDb db, MeantRecords meant, KeepOdoo keep, WriteOurs write) : IRequestHandler<DecideDrift, Result<DriftDecided>>
{
    public async Task<Result<DriftDecided>> Handle(DecideDrift request, CancellationToken cancellationToken)
    {
        var asked = await db.DriftFindings
            .Where(f => request.Ids.Contains(f.Id) && (f.DecidedAt == null || f.Decision == DriftDecision.KeepOdoo))
            .OrderBy(f => f.Id).ToListAsync(cancellationToken);

        // what was kept can only be taken back, while it still is kept
        var kept = (await db.KeptValues.Select(v => new { v.Key, v.Field }).ToListAsync(cancellationToken)).Select(v => (v.Key, v.Field)).ToHashSet();
        asked.RemoveAll(f => f.DecidedAt is not null && (request.Decision == DriftDecision.KeepOdoo || !kept.Contains((f.Key, KeepOdoo.FieldOf(f)))));
        if (asked.Count == 0)
        {
            return new FindingIsGone();
        }

        var left = new List<string>();
        var heads = await Hold([.. asked.Select(f => f.Key).Distinct()], cancellationToken);
        var count = asked.Count;
        if (asked.RemoveAll(f => !heads.ContainsKey(f.Key)) > 0)
        {
            left.Add("Something is on its way to Odoo for this record just now. Decide when it has arrived.");
        }

        if (request.Decision == DriftDecision.WriteOurs && asked.RemoveAll(f => f.Kind == DriftKind.Duplicated) > 0)
        {
            left.Add("The other account with this code is not ours, so GrantSync does not touch it. Give it another code or archive it in Odoo, or keep both.");
        }

        var now = await meant.Around([.. asked.Select(f => (f.Entity, f.EntityId))], cancellationToken);
        if (asked.RemoveAll(f => !now.Own.ContainsKey(f.Key)) > 0)
        {
            left.Add("We no longer mean anything for this record: its unit has no Odoo company. Choose one under Units first.");
        }

        var decided = request.Decision == DriftDecision.KeepOdoo
            ? await keep.Decide(asked, heads, now, cancellationToken)
            : await write.Decide(asked, now, cancellationToken);
        return decided == 0 ? new FindingsAreLeft(string.Join(" ", left)) : new DriftDecided(decided, count - asked.Count, left);
    }

    /// <summary>
    /// Locks the records that nothing is on its way for: a Sync or a comparison of them comes before or after. The others are not waited for,
    /// as an outcome is written in no order of keys.
    /// </summary>
    private async Task<Dictionary<string, OdooRecordHead>> Hold(string[] keys, CancellationToken cancellationToken)
    {
        var all = keys.Concat(keys.Select(k => KeepOdoo.AccountOf(k)).OfType<string>()).Distinct().ToArray();
        return await db.OdooRecordHeads.FromSql(
            $"""
            select * from odoo_record_heads h
            where h.key = any({all})
                and not exists (select 1 from intents i where i.tenant_id = h.tenant_id and i.key = h.key and i.state in ('queued', 'sending', 'unknown'))
            order by h.key
            for update
            """).ToDictionaryAsync(h => h.Key, cancellationToken);
    }
}
