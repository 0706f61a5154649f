using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>Makes Odoo's values what we mean, without a call: Odoo holds them already.</summary>
internal sealed class KeepOdoo(GrantSyncDb db, Caller caller, TimeProvider time)
{
    /// <summary>Inside the act's transaction, with the heads locked. Answers how many findings are decided.</summary>
    public async Task<int> Decide(
        IReadOnlyList<DriftFinding> findings, IReadOnlyDictionary<string, OdooRecordHead> heads, MeantNow now, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var keys = findings.Select(f => f.Key).ToList();
        var kept = await db.KeptValues.Where(v => keys.Contains(v.Key)).ToDictionaryAsync(v => (v.Key, v.Field), cancellationToken);
        foreach (var finding in findings)
        {
            (finding.DecidedAt, finding.DecidedBy, finding.Decision) = (at, caller.UserId, DriftDecision.KeepOdoo);
            var (field, value) = (FieldOf(finding), ValueOf(finding));
            if (finding.Entity == SyncEntity.Plan)
            {
                // a plan's name is a choice of the connection, and a change of it like any other
                await RenamePlan(finding, cancellationToken);
            }
            else
            {
                if (!kept.TryGetValue((finding.Key, field), out var row))
                {
                    db.KeptValues.Add(row = kept[(finding.Key, field)] = new KeptValue { TenantId = finding.TenantId, Key = finding.Key, Field = field });
                }

                (row.Meant, row.Kept, row.DecidedBy, row.DecidedAt) = (KeptValues.Own(now.Own[finding.Key].Fields, field), value, caller.UserId, at);
            }

            if (field == DriftField.Record)
            {
                heads[finding.Key].OdooId = finding.Kind == DriftKind.Deleted ? null : heads[finding.Key].OdooId;
                continue;
            }

            Confirm(heads[finding.Key], field, value);
            if (field == DriftField.Name && AccountOf(finding.Key) is { } account && heads.TryGetValue(account, out var follows))
            {
                // Odoo has renamed the project's account with it
                Confirm(follows, field, value);
            }
        }

        // a refused older wish must not come back with the next Sync
        await db.Database.ExecuteSqlAsync(
            $"update intents set state = 'superseded', ended_at = {at} where tenant_id = {caller.Tenant} and key = any({keys}) and state = 'refused'", cancellationToken);
        return findings.Count;
    }

    /// <summary>The key of the account that goes with a project; null for what is no project.</summary>
    public static string? AccountOf(string key)
    {
        var project = $":{SyncEntity.Project.Name()}:";
        return key.Contains(project, StringComparison.Ordinal) ? key.Replace(project, $":{SyncEntity.ProjectAccount.Name()}:", StringComparison.Ordinal) : null;
    }

    /// <summary>A project that stays deleted, or with an account of the bookkeeper's choice, is Odoo's own from now on: the whole record.</summary>
    public static DriftField FieldOf(DriftFinding finding) => finding.Kind is DriftKind.Deleted or DriftKind.Rebound ? DriftField.Record : finding.Field;

    private static string? ValueOf(DriftFinding finding) => finding.Kind == DriftKind.Duplicated
        ? string.Join(',', finding.InOdoo!.Split(", ").Where(o => o.StartsWith('#')).Select(o => o[1..].Split(' ')[0]))
        : DriftValue.RawOf(finding.Field, finding.InOdoo);

    /// <summary>Odoo is known to hold the confirmed values with this one; that is what is wanted, until an edit of ours says otherwise.</summary>
    private static void Confirm(OdooRecordHead head, DriftField field, string? value)
    {
        if (head.ConfirmedPayload is not { } payload)
        {
            return;
        }

        var fields = KeptValues.With(WantedFields.FromJson(payload), field, value);
        head.ConfirmedPayload = fields.ToJson();
        head.WantedHash = head.ConfirmedHash = fields.Hash();
        if (fields is WantedAccount account)
        {
            (head.Code, head.Active) = (account.Code, account.Active);
        }

        // a comparison that is going on sees that the record has moved
        head.ConfirmedRevision = ++head.WantedRevision;
    }

    private async Task RenamePlan(DriftFinding finding, CancellationToken cancellationToken)
    {
        var plan = await db.PlanMappings.SingleOrDefaultAsync(p => (long)p.Axis == finding.EntityId, cancellationToken);
        if (plan is not null && finding is { Kind: DriftKind.Renamed, InOdoo: { } name })
        {
            plan.PlanName = name;
        }
    }
}
