using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>What one look at an Odoo found.</summary>
/// <param name="Cause">Null when it is good.</param>
/// <param name="Problem">The same in plain words.</param>
internal sealed record Finding(PingVerdict Verdict, HealthCause? Cause, string? Problem)
{
    public static readonly Finding Good = new(PingVerdict.Good, null, null);

    public static Finding Bad(HealthCause cause, string problem) => new(PingVerdict.Bad, cause, problem);
}

/// <summary>
/// Looks at a tenant's Odoo: its version, whether we may sign in and read our plans, the right to write accounts, and whether analytic lines
/// still carry our plans' columns. Stops at the first thing that is wrong.
/// </summary>
internal sealed class OdooLook(GrantSyncDb db, LoggedCalls calls, OdooConnections connections, Caller caller)
{
    public async Task<Finding> At(Connection connection, CancellationToken cancellationToken)
    {
        if (connections.Open(connection) is not { } odoo)
        {
            return Finding.Bad(HealthCause.KeyUnreadable, "The saved key cannot be opened on this machine. Enter the key again under Connection.");
        }

        var version = await Ask(connection, odoo, OdooCalls.Version(), cancellationToken);
        if (version.Kind != OutcomeKind.Ok)
        {
            return await Wrong(connection, version, cancellationToken);
        }

        var dialect = OdooDialect.For(version.Value!.Major);
        var plans = await Ask(connection, odoo, OdooCalls.SearchRead("account.analytic.plan", OdooDomain.All, ["name"], limit: 500), cancellationToken);
        if (plans.Kind != OutcomeKind.Ok)
        {
            return await Wrong(connection, plans, cancellationToken);
        }

        var right = await Ask(connection, odoo, OdooCalls.CheckAccessRights("account.analytic.account", "create", dialect), cancellationToken);
        if (right.Kind != OutcomeKind.Ok)
        {
            return await Wrong(connection, right, cancellationToken);
        }

        if (!right.Value)
        {
            return Finding.Bad(HealthCause.MissingRight, $"{connection.UserName} may no longer create analytic accounts in Odoo.");
        }

        var columns = await Ask(connection, odoo, OdooCalls.FieldsGet("account.analytic.line"), cancellationToken);
        if (columns.Kind != OutcomeKind.Ok)
        {
            return await Wrong(connection, columns, cancellationToken);
        }

        var found = await JudgePlans(connection, dialect, [.. plans.Value!.Select(p => p.Id)], [.. columns.Value!.Keys], cancellationToken);
        return found.Verdict == PingVerdict.Good ? await JudgeVersion(connection, version.Value, cancellationToken) : found;
    }

    private async Task<Finding> Wrong<T>(Connection connection, OdooOutcome<T> outcome, CancellationToken cancellationToken)
    {
        var cause = PingCause.Of(outcome, keyExpires: OdooDialect.For(connection.ServerMajor).KeysExpire && await WasAccepted(connection, cancellationToken));
        return Finding.Bad(cause, (cause, outcome.Kind) switch
        {
            (HealthCause.KeyExpired, _) =>
                "Odoo accepted this key before and refuses it now. Keys of this Odoo have an end date: it has expired, or was withdrawn. Make a new one in Odoo and enter it under Connection.",
            (HealthCause.TooManyCalls, _) => $"Odoo, or what stands before it, refuses for the number of calls (HTTP {outcome.Wire.HttpStatus}). It takes them again later.",
            (HealthCause.Unreachable, OutcomeKind.Busy) => $"What stands before Odoo answers that Odoo is away (HTTP {outcome.Wire.HttpStatus}). Check that the server is up.",
            _ => outcome.Sentence,
        });
    }

    /// <summary>Some ping with the key as it is saved now got past the sign-in. Odoo itself gives one answer to a wrong, an expired and a withdrawn key.</summary>
    private Task<bool> WasAccepted(Connection connection, CancellationToken cancellationToken) =>
        db.Pings.AnyAsync(p => p.At >= connection.SavedAt && p.Verdict != PingVerdict.Bad, cancellationToken);

    private async Task<Finding> JudgeVersion(Connection connection, OdooVersion version, CancellationToken cancellationToken)
    {
        if (version.Major != connection.ServerMajor && connection.ServerMajor != 0)
        {
            return new Finding(
                PingVerdict.Poor,
                HealthCause.VersionChanged,
                $"Odoo is {version.Series} now; the connection was tested with {connection.ServerVersion}. Test it again under Connection and save it.");
        }

        if (version.Series != connection.ServerVersion)
        {
            await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.ServerVersion, version.Series), cancellationToken);
        }

        return Finding.Good;
    }

    private async Task<Finding> JudgePlans(Connection connection, OdooDialect dialect, HashSet<int> plans, HashSet<string> columns, CancellationToken cancellationToken)
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
                return Finding.Bad(HealthCause.PlanGone, $"The plan {mapping.PlanName} has been deleted in Odoo. Choose another plan under Connection.");
            }

            if (mapping.Axis != Axis.Project && dialect.HasPlanColumns && !columns.Contains(PlanColumns.Of(id.Value)))
            {
                return Finding.Bad(HealthCause.PlanGone, $"Analytic lines in Odoo no longer have a column for the plan {mapping.PlanName}: it may have become a sub-plan.");
            }
        }

        return Finding.Good;
    }

    private Task<OdooOutcome<T>> Ask<T>(Connection connection, IOdooClient odoo, OdooCall<T> call, CancellationToken cancellationToken) =>
        calls.Send(odoo, call, new CallAbout(connection.TenantId, "health", "ping", [], UserId: caller.UserId), cancellationToken);
}
