using System.Security.Cryptography;
using System.Text;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// Goes through the seals of the sync log and names the first row of each tenant that was changed, removed, put in, moved or cut off.
/// Reads every row: about a minute for a few million.
/// </summary>
/// <param name="Tenant">Null for every tenant that the caller sees.</param>
/// <param name="Anchors">Seals that were written down before; what the log says of them must still be true.</param>
[Allow(Role.Admin, Role.Support, Program = true)]
public sealed record VerifyLog(string? Tenant, IReadOnlyList<LogAnchor> Anchors) : IQuery<IReadOnlyList<LogProof>>;

/// <summary>A seal written down outside the database: whoever rewrites the whole log there cannot rewrite it.</summary>
public sealed record LogAnchor(string Tenant, long Number, string Seal);

/// <param name="Tenant">Whose log.</param>
/// <param name="Rows">Sealed rows that are there and right, up to the first that is not.</param>
/// <param name="Dropped">Sealed rows that retention has dropped.</param>
/// <param name="Open">Rows without an end: calls under way, or cut off by a stop of the program. They are not sealed.</param>
/// <param name="Earlier">Rows from before sealing began, which one digest covers.</param>
/// <param name="Uncovered">Calls whose bodies no seal covers, because an older version of the program ended them.</param>
/// <param name="Anchor">Where the chain stands: to be written down.</param>
/// <param name="Fault">What is wrong, with the row's number and id; null when nothing is.</param>
public sealed record LogProof(string Tenant, long Rows, long Dropped, long Open, long Earlier, long Uncovered, LogAnchor Anchor, string? Fault);

internal sealed class VerifyLogHandler(GrantSyncDb db) : IRequestHandler<VerifyLog, Result<IReadOnlyList<LogProof>>>
{
    public async Task<Result<IReadOnlyList<LogProof>>> Handle(VerifyLog request, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));

        // one snapshot: calls go on while we read
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var proofs = new List<LogProof>();
        foreach (var tenant in await db.Tenants.Where(t => t.Id != Tenant.Operator && (request.Tenant == null || t.Id == request.Tenant)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancellationToken))
        {
            proofs.Add(await Prove(tenant, [.. request.Anchors.Where(a => a.Tenant == tenant)], cancellationToken));
        }

        return proofs.Count == 0 && request.Tenant is not null ? new TenantIsGone() : proofs;
    }

    private async Task<LogProof> Prove(string tenant, IReadOnlyList<LogAnchor> anchors, CancellationToken cancellationToken)
    {
        var rows = db.SyncLog.AsNoTracking().Where(r => r.TenantId == tenant);
        var open = await rows.CountAsync(r => r.CompletedAt == null, cancellationToken);
        var earlier = rows.Where(r => r.SealNumber == null && r.CompletedAt != null).OrderBy(r => r.Id);
        if (await db.LogChains.AsNoTracking().SingleOrDefaultAsync(c => c.TenantId == tenant, cancellationToken) is not { } chain)
        {
            // the first row that ends begins the chain
            var none = new LogProof(tenant, 0, 0, open, 0, 0, new LogAnchor(tenant, 0, ""), null);
            return anchors.Count == 0 && !await rows.AnyAsync(r => r.CompletedAt != null, cancellationToken)
                ? none
                : none with { Fault = "The chain itself is missing: its row was removed from sync_log_chains." };
        }

        var drops = await db.LogDrops.AsNoTracking().Where(d => d.TenantId == tenant).ToListAsync(cancellationToken);
        var walk = new ChainWalk(chain, drops, anchors);
        var fault = await FaultOfEarlier(chain, drops, earlier, cancellationToken);
        fault ??= await FaultOfSealed(walk, rows, cancellationToken) ?? walk.End();
        var anchor = new LogAnchor(tenant, chain.LastNumber, Convert.ToHexStringLower(chain.LastSeal));
        return new LogProof(tenant, walk.Rows, walk.Dropped, open, chain.EarlierRows, walk.Uncovered, anchor, fault);
    }

    private async Task<string?> FaultOfSealed(ChainWalk walk, IQueryable<SyncLogRow> rows, CancellationToken cancellationToken)
    {
        var pairs =
            from row in rows.Where(r => r.SealNumber != null)
            join body in db.SyncLogBodies on new { LogId = row.Id, row.At } equals new { body.LogId, body.At } into bodies
            from body in bodies.DefaultIfEmpty()
            orderby row.SealNumber, row.Id
            select new { row, Bodies = body == null ? null : GrantSyncDb.BodyDigest(body.Request, body.Response) };
        await foreach (var pair in pairs.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (walk.Take(pair.row, pair.Bodies) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Rows from before sealing began stand under one digest: that says whether one of them was touched, not which.</summary>
    private static async Task<string?> FaultOfEarlier(LogChain chain, IReadOnlyList<LogDrop> drops, IQueryable<SyncLogRow> earlier, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var there = 0L;
        SyncLogRow? newest = null;
        await foreach (var row in earlier.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var words = new StringBuilder();
            Seal.Write(words, row);
            digest.AppendData(Encoding.UTF8.GetBytes(words.ToString()));
            there++;
            newest = row;
        }

        var dropped = drops.Where(d => d.What == LogDrop.Rows && d.FirstNumber is null).Sum(d => d.RowCount);
        var before = $"from before sealing began ({chain.BeganAt:yyyy-MM-dd})";
        return (there + dropped).CompareTo(chain.EarlierRows) switch
        {
            > 0 => $"Row {newest!.Id} of {newest.At:yyyy-MM-dd HH:mm:ss} UTC has ended and carries no seal: it was put in, or its seal was taken away.",
            < 0 => $"{chain.EarlierRows - there - dropped} of the {chain.EarlierRows} rows {before} are missing.",

            // once retention has dropped some, the rest cannot be compared with the digest of all
            _ => dropped > 0 || digest.GetHashAndReset().AsSpan().SequenceEqual(chain.EarlierDigest) ? null : $"One of the {chain.EarlierRows} rows {before} was changed.",
        };
    }
}
