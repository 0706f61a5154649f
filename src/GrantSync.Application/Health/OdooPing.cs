using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>
/// Pings one tenant's Odoo: signs in, reads our plans, checks the right to write accounts and that analytic lines still carry our plans'
/// columns. Keeps the verdict and says when to look again.
/// </summary>
internal sealed class OdooPing(GrantSyncDb db, LoggedCalls calls, OdooConnections connections, BudgetLook budgets, HealthLimits limits, TimeProvider time)
{
    /// <summary>Measures once and stores the result. The caller's scope is the tenant.</summary>
    public async Task<Ping> Measure(Connection connection, bool isProbe, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (verdict, problem) = await Look(connection, cancellationToken);
        var latency = time.GetElapsedTime(started);
        if (verdict == PingVerdict.Good && latency > limits.Slow)
        {
            (verdict, problem) = (PingVerdict.Poor, $"Odoo answers, but slowly: {latency.TotalSeconds:0.0} seconds for a ping.");
        }

        var ping = new Ping
        {
            TenantId = connection.TenantId,
            At = time.GetUtcNow(),
            IsProbe = isProbe,
            Verdict = verdict,
            LatencyMilliseconds = (int)latency.TotalMilliseconds,
            Problem = problem,
        };
        if (verdict == PingVerdict.Good)
        {
            await budgets.WhenDue(connection, cancellationToken);
        }

        db.Pings.Add(ping);
        await db.SaveChangesAsync(cancellationToken);
        await TellLane(ping, cancellationToken);
        var next = time.GetUtcNow() + (verdict == PingVerdict.Bad && await IsBeingConfirmed(cancellationToken) ? limits.ProbeAfter : limits.Period);
        await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.NextPingAt, next), cancellationToken);
        await db.Announce(connection.TenantId, cancellationToken);
        return ping;
    }

    /// <summary>Red health opens the lane's breaker; an answer lets one row try whether it may close.</summary>
    private async Task TellLane(Ping ping, CancellationToken cancellationToken)
    {
        if (ping.Verdict != PingVerdict.Bad)
        {
            await db.Database.ExecuteSqlAsync(
                $"update lanes set breaker = 'half_open', due_at = {ping.At} where tenant_id = {ping.TenantId} and breaker = 'open'", cancellationToken);
            return;
        }

        var newest = await db.Pings.AsNoTracking().OrderByDescending(p => p.At).Take(limits.BadBeforeRed).ToListAsync(cancellationToken);
        newest.Reverse();
        if (PillRule.Judge(newest, ping.At, limits).Pill == Pill.Red)
        {
            await db.Database.ExecuteSqlAsync(
                $"update lanes set breaker = 'open', stopped_because = {ping.Problem} where tenant_id = {ping.TenantId} and breaker <> 'open'", cancellationToken);
        }
    }

    private async Task<bool> IsBeingConfirmed(CancellationToken cancellationToken)
    {
        var newest = await db.Pings.OrderByDescending(p => p.At).Select(p => p.Verdict).Take(limits.BadBeforeRed).ToListAsync(cancellationToken);
        return newest.TakeWhile(v => v == PingVerdict.Bad).Count() < limits.BadBeforeRed;
    }

    private async Task<(PingVerdict Verdict, string? Problem)> Look(Connection connection, CancellationToken cancellationToken)
    {
        if (connections.Open(connection) is not { } odoo)
        {
            return (PingVerdict.Bad, "The saved key cannot be opened on this machine. Enter the key again under Connection.");
        }

        var plans = await Ask(connection, odoo, OdooCalls.SearchRead("account.analytic.plan", OdooDomain.All, ["name"], limit: 500), cancellationToken);
        if (plans.Kind != OutcomeKind.Ok)
        {
            return (PingVerdict.Bad, plans.Sentence);
        }

        var right = await Ask(connection, odoo, OdooCalls.CheckAccessRights("account.analytic.account", "create", OdooDialect.For(connection.ServerMajor)), cancellationToken);
        if (right.Kind != OutcomeKind.Ok || !right.Value)
        {
            return (PingVerdict.Bad, right.Kind == OutcomeKind.Ok ? $"{connection.UserName} may no longer create analytic accounts in Odoo." : right.Sentence);
        }

        var columns = await Ask(connection, odoo, OdooCalls.FieldsGet("account.analytic.line"), cancellationToken);
        return columns.Kind == OutcomeKind.Ok
            ? await JudgePlans(connection, [.. plans.Value!.Select(p => p.Id)], [.. columns.Value!.Keys], cancellationToken)
            : (PingVerdict.Bad, columns.Sentence);
    }

    private async Task<(PingVerdict Verdict, string? Problem)> JudgePlans(
        Connection connection, HashSet<int> plans, HashSet<string> columns, CancellationToken cancellationToken)
    {
        var made = await db.OdooRecordHeads.PlanIds(cancellationToken);
        foreach (var mapping in connection.Plans.OrderBy(p => p.Axis))
        {
            var key = new SyncKey(connection.TenantId, SyncEntity.Plan, (int)mapping.Axis).ExternalId(connection.ExternalIdPrefix);
            var id = mapping.ExistingPlanId ?? (made.TryGetValue(key, out var odooId) ? odooId : null);
            if (id is null)
            {
                continue;
            }

            if (!plans.Contains(id.Value))
            {
                return (PingVerdict.Bad, $"The plan {mapping.PlanName} has been deleted in Odoo. Choose another plan under Connection.");
            }

            if (mapping.Axis != Axis.Project && OdooDialect.For(connection.ServerMajor).HasPlanColumns && !columns.Contains(PlanColumns.Of(id.Value)))
            {
                return (PingVerdict.Bad, $"Analytic lines in Odoo no longer have a column for the plan {mapping.PlanName}: it may have become a sub-plan.");
            }
        }

        return (PingVerdict.Good, null);
    }

    private Task<OdooOutcome<T>> Ask<T>(Connection connection, IOdooClient odoo, OdooCall<T> call, CancellationToken cancellationToken) =>
        calls.Send(odoo, call, new CallAbout(connection.TenantId, "health", "ping", []), cancellationToken);
}
