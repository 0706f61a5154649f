using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>
/// Compares every record of a tenant that Odoo should hold: what we mean, what Odoo confirmed last, what it holds now. Reads only, but for
/// deleted accounts and plans, which it puts down again.
/// </summary>
internal sealed class DriftCheck(
    GrantSyncDb db, DriftLook look, OdooConnections connections, MeantRecords meant, DriftStore store, DriftLimits limits, TimeProvider time)
{
    /// <summary>Compares once and keeps what is found. The caller's scope is the tenant.</summary>
    public async Task<DriftRun> Run(Connection connection, long? userId, CancellationToken cancellationToken)
    {
        var snapshot = await DriftSnapshot.Take(db, meant, connection, cancellationToken);
        var run = new DriftRun
        {
            TenantId = connection.TenantId,
            StartedAt = time.GetUtcNow(),
            StartedBy = userId,
            Total = snapshot.Heads.Count + snapshot.OnTheirWay,
            OnTheirWay = snapshot.OnTheirWay,
        };
        await Save(run, cancellationToken);
        try
        {
            if (connections.Open(connection) is not { } odoo)
            {
                throw new DriftLookFailed("The saved key cannot be opened on this machine. Enter the key again under Connection.");
            }

            await Compare(new DriftTarget(connection.TenantId, odoo, userId), snapshot, run, cancellationToken);
        }
        catch (DriftLookFailed failed)
        {
            run.Problem = failed.Message;
        }

        run.EndedAt = time.GetUtcNow();
        await Save(run, CancellationToken.None);
        return run;
    }

    private async Task Compare(DriftTarget target, DriftSnapshot snapshot, DriftRun run, CancellationToken cancellationToken)
    {
        var there = new Dictionary<(SyncStage, int), OdooRecord>();
        foreach (var stage in new[] { SyncStage.Plans, SyncStage.Accounts, SyncStage.Projects })
        {
            foreach (var (id, record) in await look.Read(target, snapshot.Reading, stage, [.. snapshot.Of(stage).Select(h => h.OdooId!.Value)], cancellationToken))
            {
                there[(stage, id)] = record;
            }
        }

        OdooRecord? InOdoo(OdooRecordHead head) => there.GetValueOrDefault((snapshot.Meant(head).Stage, head.OdooId!.Value));
        var deleted = await look.Deleted(target, [.. snapshot.Heads.Where(h => InOdoo(h) is null)], cancellationToken);
        var others = await SameCodes(target, snapshot, cancellationToken);
        var projects = snapshot.Of(SyncStage.Projects).ToDictionary(h => snapshot.Meant(h).Key.Id);

        var madeAgain = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in snapshot.Heads.Chunk(limits.ReadAtOnce))
        {
            var judged = some.Where(h => InOdoo(h) is not null || deleted.Contains(h.Key)).Select(head => Judge(head, Case(snapshot, head, InOdoo, projects, others))).ToList();
            run.Drifted += await store.Keep(judged, madeAgain, cancellationToken);
            run.Compared += judged.Count;
            run.MadeAgain = madeAgain.Count;
            await Save(run, cancellationToken);
        }

        if (snapshot.Heads.Count - run.Compared is > 0 and var unseen)
        {
            run.Problem = $"{unseen} of our records cannot be seen by the Odoo user any more, though they are there. Look at its companies and rights in Odoo.";
        }

        DriftJudged Judge(OdooRecordHead head, DriftCase now)
        {
            var record = snapshot.Meant(head);
            var lost = record.Stage == SyncStage.Projects && now.InOdoo?[DriftField.Account].Raw is null ? record.Parents.Select(p => p.ToString()).FirstOrDefault(deleted.Contains) : null;
            var compared = lost is null ? now : now with { Meant = now.Meant.Where(m => m.Key != DriftField.Account).ToDictionary() };
            return new DriftJudged(head, record, DriftRule.Judge(compared), lost);
        }
    }

    private static DriftCase Case(
        DriftSnapshot snapshot,
        OdooRecordHead head,
        Func<OdooRecordHead, OdooRecord?> inOdoo,
        Dictionary<long, OdooRecordHead> projects,
        Dictionary<string, IReadOnlyList<SameCode>> others)
    {
        var (record, reading) = (snapshot.Meant(head), snapshot.Reading);
        var means = reading.Of(record.Fields);
        if (snapshot.IsKeptArchived(head))
        {
            means[DriftField.Active] = new DriftValue("false");
        }

        var project = record.Key.Entity == SyncEntity.ProjectAccount ? projects.GetValueOrDefault(record.Key.Id) : null;
        return new DriftCase(
            means,
            head.ConfirmedPayload is { } payload ? reading.Of(WantedFields.FromJson(payload)) : [],
            inOdoo(head) is { } there ? reading.Of(record.Stage, there) : null)
        {
            ProjectName = project is null ? null : inOdoo(project)?.Text("name"),
            Others = others.GetValueOrDefault(head.Key) ?? [],
        };
    }

    /// <summary>Others' accounts with our codes, by our key.</summary>
    private async Task<Dictionary<string, IReadOnlyList<SameCode>>> SameCodes(DriftTarget target, DriftSnapshot snapshot, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IReadOnlyList<SameCode>>(StringComparer.Ordinal);
        var accounts = snapshot.Of(SyncStage.Accounts).Select(head => (Head: head, Account: (WantedAccount)snapshot.Meant(head).Fields)).Where(a => a.Account.Active && a.Account.Code.Length > 0);
        foreach (var plan in accounts.GroupBy(a => snapshot.Reading.PlanOf(a.Account)).Where(p => p.Key is not null))
        {
            var same = await look.Others(target, plan.Key!.Value, [.. plan.Select(a => a.Account.Code).Distinct()], snapshot.Ours, cancellationToken);
            foreach (var (head, account) in plan)
            {
                var ignored = snapshot.Ignored(head);
                found[head.Key] = [.. same[account.Code].Where(o => !ignored.Contains(o.Id))];
            }
        }

        return found;
    }

    private async Task Save(DriftRun run, CancellationToken cancellationToken)
    {
        db.Update(run);
        await db.SaveChangesAsync(cancellationToken);
        await db.Announce(run.TenantId, cancellationToken);
    }
}
