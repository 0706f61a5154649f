using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>
/// Reads all analytic lines on our accounts, beside the reading that is shown, and changes over when the new one is whole. One reading a
/// tenant at a time.
/// </summary>
internal sealed class ActualsReading(GrantSyncDb db, ActualsLook look, OdooConnections connections, ActualsLimits limits, TimeProvider time)
{
    /// <summary>Reads once. The caller's scope is the tenant. Null when another reading is going on.</summary>
    public async Task<ActualRead?> Run(Connection connection, long? userId, CancellationToken cancellationToken)
    {
        if (await Begin(connection.TenantId, userId, cancellationToken) is not { } read)
        {
            return null;
        }

        try
        {
            if (connections.Open(connection) is not { } odoo)
            {
                throw new ActualsLookFailed("The saved key cannot be opened on this machine. Enter the key again under Connection.");
            }

            var target = new ActualsTarget(connection.TenantId, odoo, OdooDialect.For(connection.ServerMajor), userId);
            await ReadAll(target, await OurAccounts(connection, cancellationToken), read, cancellationToken);
        }
        catch (ActualsLookFailed failed)
        {
            read.Problem = failed.Message;
        }
        catch (OperationCanceledException)
        {
            read.Problem = "GrantSync was stopped in the middle of it.";
            await End(read, CancellationToken.None);
            throw;
        }

        await End(read, CancellationToken.None);
        return read;
    }

    private async Task ReadAll(ActualsTarget target, OurAccounts ours, ActualRead read, CancellationToken cancellationToken)
    {
        read.HasPlans = target.Dialect.HasPlanColumns;
        read.KnowsPayments = true;
        if (ours.Projects.Count == 0 || ours.Plans.Count < 3)
        {
            return;
        }

        var columns = await look.Columns(target, ours.Plans, cancellationToken);
        var passes = ours.Passes(columns);
        foreach (var pass in passes)
        {
            read.Total += await look.Count(target, pass.Domain, cancellationToken);
        }

        await Tell(read, cancellationToken);
        var seen = new HashSet<int>();
        foreach (var pass in passes)
        {
            for (var (last, more) = (0, true); more;)
            {
                var page = await look.Page(target, columns, pass.Domain, last, cancellationToken);
                more = page.Count == limits.ReadAtOnce;
                last = page.Count == 0 ? last : page[^1].Id;

                // one that was tagged anew meanwhile comes in the second pass too
                await Keep(target, columns, pass, [.. page.Where(line => seen.Add(line.Id))], read, cancellationToken);
                read.Lines = seen.Count;
                await Tell(read, cancellationToken);
            }
        }

        foreach (var pass in passes)
        {
            var sums = await look.Sums(target, pass.Domain, pass.Column, cancellationToken);
            await Keep(read, [.. sums.Select(s => (pass.Grants[s.Account], s))], cancellationToken);
        }
    }

    private async Task Keep(ActualsTarget target, LineColumns columns, LinePass pass, IReadOnlyList<OdooRecord> lines, ActualRead read, CancellationToken cancellationToken)
    {
        var moveLines = lines.Select(l => l.Many2One("move_line_id")?.Id).OfType<int>().Distinct().ToList();
        var entries = read.KnowsPayments ? await look.Entries(target, moveLines, cancellationToken) : null;
        read.KnowsPayments &= entries is not null;
        db.ActualLines.AddRange(lines.Select(line =>
        {
            var (item, amount, currency) = (line.Many2One("move_line_id"), line.Money("amount") ?? 0, line.Many2One("currency_id")?.Name ?? "");
            var entry = item is { } known ? entries?.GetValueOrDefault(known.Id) : null;
            return new ActualLine
            {
                TenantId = read.TenantId,
                ReadId = read.Id,
                OdooId = line.Id,
                GrantId = pass.Grants[line.Many2One(pass.Column)!.Value.Id],
                Date = LineColumns.Day(line),
                Text = line.Text("name") ?? "",
                Partner = line.Many2One("partner_id")?.Name,
                Reference = line.Text("ref"),
                Amount = amount,
                Unpaid = item is null ? 0 : entry is null ? null : decimal.Round(amount * entry.Owed, Decimals(currency), MidpointRounding.AwayFromZero),
                Currency = currency,
                CompanyId = line.Many2One("company_id")?.Id ?? 0,
                ProjectAccount = line.Many2One(columns.Project)?.Id,
                CategoryAccount = columns.Category is { } category ? line.Many2One(category)?.Id : null,
                DetailAccount = columns.Detail is { } detail ? line.Many2One(detail)?.Id : null,
                LedgerAccount = line.Many2One("general_account_id")?.Name,
                Entry = entry?.Name ?? item?.Name,
                MoveLineId = item?.Id,
            };
        }));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task Keep(ActualRead read, IReadOnlyList<(long Grant, OdooSum Sum)> sums, CancellationToken cancellationToken)
    {
        foreach (var place in sums.GroupBy(s => (s.Grant, s.Sum.Company)))
        {
            var (lines, amount) = (place.Sum(s => s.Sum.Lines), place.Sum(s => s.Sum.Amount));
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into actual_sums (tenant_id, read_id, grant_id, company_id, lines, amount)
                values ({read.TenantId}, {read.Id}, {place.Key.Grant}, {place.Key.Company}, {lines}, {amount})
                on conflict (read_id, grant_id, company_id) do update set lines = actual_sums.lines + excluded.lines, amount = actual_sums.amount + excluded.amount
                """,
                cancellationToken);
        }
    }

    private async Task<ActualRead?> Begin(string tenant, long? userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            update actual_reads set ended_at = {now}, problem = 'GrantSync was stopped in the middle of it.'
            where tenant_id = {tenant} and ended_at is null and alive_at < {now - limits.DeadAfter}
            """,
            cancellationToken);
        var claimed = await db.Database.SqlQuery<long>(
            $"""
            insert into actual_reads (tenant_id, started_at, started_by, alive_at) values ({tenant}, {now}, {userId}, {now})
            on conflict (tenant_id) where ended_at is null do nothing
            returning id as "Value"
            """).ToListAsync(cancellationToken);
        return claimed.Count == 0 ? null : await db.ActualReads.AsNoTracking().SingleAsync(r => r.Id == claimed[0], cancellationToken);
    }

    private async Task Tell(ActualRead read, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mine = await db.ActualReads.Where(r => r.Id == read.Id && r.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.AliveAt, now).SetProperty(r => r.Total, read.Total).SetProperty(r => r.Lines, read.Lines), cancellationToken);
        if (mine == 0)
        {
            throw new ActualsLookFailed("It stood still for too long and another reading took its place.");
        }

        await db.Announce(read.TenantId, cancellationToken);
    }

    /// <summary>A whole reading takes the former one's place in one moment; of a failed one nothing but its reason stays.</summary>
    private async Task End(ActualRead read, CancellationToken cancellationToken)
    {
        var whole = read.Problem is null;
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var mine = await db.Database.ExecuteSqlAsync(
            $"update actual_reads set ended_at = {now} where id = {read.Id} and ended_at is null", cancellationToken) == 1;
        if (mine && whole)
        {
            await db.ActualReads.Where(r => r.IsCurrent).ExecuteUpdateAsync(set => set.SetProperty(r => r.IsCurrent, false), cancellationToken);
        }

        await db.ActualReads.Where(r => r.Id == read.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.IsCurrent, mine && whole).SetProperty(r => r.Problem, r => r.Problem ?? read.Problem)
                .SetProperty(r => r.Total, read.Total).SetProperty(r => r.Lines, read.Lines)
                .SetProperty(r => r.HasPlans, read.HasPlans).SetProperty(r => r.KnowsPayments, read.KnowsPayments),
            cancellationToken);
        await db.ActualLines.Where(l => db.ActualReads.Any(r => r.Id == l.ReadId && !r.IsCurrent && r.EndedAt != null)).ExecuteDeleteAsync(cancellationToken);
        await db.ActualSums.Where(s => db.ActualReads.Any(r => r.Id == s.ReadId && !r.IsCurrent && r.EndedAt != null)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        (read.EndedAt, read.IsCurrent) = (now, mine && whole);
        await db.Announce(read.TenantId, cancellationToken);
    }

    private async Task<OurAccounts> OurAccounts(Connection connection, CancellationToken cancellationToken)
    {
        var heads = await db.OdooRecordHeads.AsNoTracking().Where(h => h.OdooId != null)
            .Where(h => h.Entity == SyncEntity.ProjectAccount || h.Entity == SyncEntity.BudgetLine || h.Entity == SyncEntity.Plan)
            .ToDictionaryAsync(h => h.Key, h => h.OdooId!.Value, cancellationToken);
        var projects = await db.Grants.SelectMany(g => g.Projects).Select(p => new { p.Id, p.GrantId }).ToListAsync(cancellationToken);
        var lines = await db.Budgets.Join(db.Grants, b => b.GrantId, g => g.Id, (b, g) => b)
            .SelectMany(b => b.Categories, (b, c) => new { b.GrantId, c.Lines }).SelectMany(c => c.Lines, (c, l) => new { l.Id, c.GrantId }).ToListAsync(cancellationToken);
        int? OdooId(SyncEntity entity, long id) => heads.TryGetValue(new SyncKey(connection.TenantId, entity, id).ToString(), out var odooId) ? odooId : null;
        return new OurAccounts(
            connection.Plans.Select(p => (p.Axis, Id: p.ExistingPlanId ?? OdooId(SyncEntity.Plan, (int)p.Axis))).Where(p => p.Id is not null).ToDictionary(p => p.Axis, p => p.Id!.Value),
            projects.Select(p => (Account: OdooId(SyncEntity.ProjectAccount, p.Id), p.GrantId)).Where(p => p.Account is not null).ToDictionary(p => p.Account!.Value, p => p.GrantId),
            lines.Select(l => (Account: OdooId(SyncEntity.BudgetLine, l.Id), l.GrantId)).Where(l => l.Account is not null).ToDictionary(l => l.Account!.Value, l => l.GrantId));
    }

    private static int Decimals(string currency) => Money.IsCurrency(currency) ? Money.Decimals(currency) : 2;
}

/// <summary>Our accounts in Odoo: the plans by axis, and of which grant each project's and each detail line's account is.</summary>
internal sealed record OurAccounts(IReadOnlyDictionary<Axis, int> Plans, IReadOnlyDictionary<int, long> Projects, IReadOnlyDictionary<int, long> Details)
{
    /// <summary>
    /// Lines on a project of ours, and then those on a detail line of ours without one. Together each line once; a category alone says
    /// nothing, because grants share categories.
    /// </summary>
    public IReadOnlyList<LinePass> Passes(LineColumns columns)
    {
        var ours = XmlRpcValue.Ints(Projects.Keys);
        var onProjects = new LinePass(OdooDomain.Where(columns.Project, "in", ours), columns.Project, Projects);
        return columns.Detail is null || Details.Count == 0
            ? [onProjects]
            : [onProjects, new LinePass(OdooDomain.Where(columns.Detail, "in", XmlRpcValue.Ints(Details.Keys)).And(columns.Project, "not in", ours), columns.Detail, Details)];
    }
}

/// <param name="Column">The column whose account says of which grant a line is.</param>
internal sealed record LinePass(OdooDomain Domain, string Column, IReadOnlyDictionary<int, long> Grants);
