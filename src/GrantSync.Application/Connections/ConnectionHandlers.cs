using System.Globalization;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Connections;

internal sealed class ReadConnectionHandler(GrantSyncDb db) : IRequestHandler<ReadConnection, Result<ConnectionView?>>
{
    public async Task<Result<ConnectionView?>> Handle(ReadConnection request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        var stopped = await db.Lanes.Select(l => l.StoppedBecause).SingleOrDefaultAsync(cancellationToken);
        return connection is null
            ? (ConnectionView?)null
            : new ConnectionView(
                connection.Server,
                connection.Database,
                connection.UserName,
                connection.ServerVersion,
                connection.ExternalIdPrefix,
                connection.FarSideLimitSeconds,
                connection.SavedAt,
                [.. connection.Plans.OrderBy(p => p.Axis).Select(p => new PlanChoice(p.Axis, p.PlanName, p.ExistingPlanId))],
                stopped,
                connection.CallsPerMinute,
                connection.DisconnectingAt,
                connection.BudgetModel);
    }
}

public sealed record KeyIsNeeded() : Invalid("Key", "Enter the API key of the Odoo user.");

internal sealed class TestConnectionHandler(GrantSyncDb db, ConnectionTest test, OdooConnections connections)
    : IRequestHandler<TestConnection, Result<ConnectionReport>>
{
    public async Task<Result<ConnectionReport>> Handle(TestConnection request, CancellationToken cancellationToken)
    {
        if (await SavedKey.Or(request.Key, request.Server, db, connections, cancellationToken) is not { } key)
        {
            return new KeyIsNeeded();
        }

        return (await test.Run(request.Server.Trim(), request.Database.Trim(), request.UserName.Trim(), key, cancellationToken)).Report;
    }
}

internal sealed class SaveConnectionHandler(
    GrantSyncDb db, ConnectionTest test, OdooConnections connections, Intents intents, Nights nights, Caller caller, TimeProvider time)
    : IRequestHandler<SaveConnection, Result<ConnectionReport>>
{

    public async Task<Result<ConnectionReport>> Handle(SaveConnection request, CancellationToken cancellationToken)
    {
        if (await SavedKey.Or(request.Key, request.Server, db, connections, cancellationToken) is not { } key)
        {
            return new KeyIsNeeded();
        }

        var (report, uid, major) = await test.Run(request.Server.Trim(), request.Database.Trim(), request.UserName.Trim(), key, cancellationToken);
        if (!report.Works)
        {
            return new ConnectionDoesNotWork(report);
        }

        if (WrongPlan(request.Plans, report, major) is { } wrong)
        {
            return wrong;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = await db.Connections.Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is not null && MovedAway(connection, request) && await db.OdooRecordHeads.AnyAsync(cancellationToken))
        {
            return new Invalid(nameof(request.Database), $"Records have been written to {connection.Database} at {connection.Server} already. Another Odoo "
                + "would get a second set of them; ask support to move a connection.");
        }

        if (connection?.DisconnectingAt is not null)
        {
            return new IsDisconnecting();
        }

        if (connection is null)
        {
            connection = new Connection
            {
                TenantId = caller.Tenant,
                Server = "",
                Database = "",
                UserName = "",
                SealedKey = "",
                ExternalIdPrefix = await ExternalIdPrefix(cancellationToken),
                NextDriftAt = nights.Next(caller.Tenant, NightlyWork.Drift, time.GetUtcNow()),
                NextActualsAt = nights.Next(caller.Tenant, NightlyWork.Actuals, time.GetUtcNow()),
            };
            db.Connections.Add(connection);
        }

        connection.Server = request.Server.Trim().TrimEnd('/');
        connection.Database = request.Database.Trim();
        connection.UserName = request.UserName.Trim();
        connection.SealedKey = connections.Seal(key);
        connection.Uid = uid;
        connection.ServerMajor = major;
        connection.ServerVersion = report.ServerVersion ?? "";
        connection.FarSideLimitSeconds = request.FarSideLimitSeconds;
        connection.CallsPerMinute = request.CallsPerMinute ?? Connection.UsualPace(connection.Server);
        connection.BudgetModel = report.BudgetModel;
        connection.BudgetsCheckedAt = time.GetUtcNow();
        connection.SavedAt = time.GetUtcNow();
        connection.NextPingAt = time.GetUtcNow();
        var ours = await db.OdooRecordHeads.Where(h => h.Entity == SyncEntity.Plan && h.OdooId != null).ToDictionaryAsync(h => h.Key, h => h.OdooId, cancellationToken);
        foreach (var choice in request.Plans)
        {
            var mapping = connection.Plans.SingleOrDefault(p => p.Axis == choice.Axis);
            if (mapping is null)
            {
                connection.Plans.Add(mapping = new PlanMapping { TenantId = caller.Tenant, Axis = choice.Axis, PlanName = "" });
            }

            // a plan that we made stays ours, also when it is picked from the list of what is there
            var madeByUs = ours.GetValueOrDefault(new SyncKey(caller.Tenant, SyncEntity.Plan, (long)choice.Axis).ToString());
            (mapping.PlanName, mapping.ExistingPlanId) = (choice.PlanName.Trim(), choice.ExistingPlanId == madeByUs ? null : choice.ExistingPlanId);
        }

        // whatever was wrong with the old one, this one has just worked
        await db.Database.ExecuteSqlAsync(
            $"update lanes set breaker = 'closed', failures = 0, stopped_because = null where tenant_id = {caller.Tenant}", cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await KnownCompanies.Keep(db, caller.Tenant, report.Companies, cancellationToken);
        await intents.PutDown(WantedPlans.Of(connection), null, caller.UserId, cancellationToken);
        await intents.TryAgain(caller.Tenant, [], cancellationToken);
        await intents.OpenLane(caller.Tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return report;
    }

    /// <summary>After a disconnection the next set of records gets a prefix of its own: the archived ones stay what they are.</summary>
    private async Task<string> ExternalIdPrefix(CancellationToken cancellationToken)
    {
        var generation = await db.Tenants.Select(t => t.OdooGeneration).SingleAsync(cancellationToken);
        return generation == 1 ? $"grantsync_{caller.Tenant}" : string.Create(CultureInfo.InvariantCulture, $"grantsync{generation}_{caller.Tenant}");
    }

    private static Invalid? WrongPlan(IReadOnlyList<PlanChoice> choices, ConnectionReport report, int major)
    {
        if (choices.FirstOrDefault(c => c.ExistingPlanId is { } id && report.Plans.All(p => p.Id != id)) is { } gone)
        {
            return new Invalid("Plans", $"The plan {gone.PlanName} is no longer in Odoo, or is not a top plan. Choose another.");
        }

        // Odoo 18 takes only accounts of its own project plan for a project
        var stock = report.SuggestedPlans.Single(p => p.Axis == Axis.Project);
        var project = choices.Single(c => c.Axis == Axis.Project);
        return OdooDialect.For(major).ProjectsNeedTheStockPlan && stock.ExistingPlanId is not null && project.ExistingPlanId != stock.ExistingPlanId
            ? new Invalid("Plans", $"In Odoo {major} a project's account must be in the plan {stock.PlanName}. Choose it for projects.")
            : null;
    }

    private static bool MovedAway(Connection saved, SaveConnection request) =>
        saved.Database != request.Database.Trim() || !string.Equals(saved.Server.TrimEnd('/'), request.Server.Trim().TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}

internal sealed class ListOdooCompaniesHandler(GrantSyncDb db, LoggedCalls calls, OdooConnections connections, Caller caller)
    : IRequestHandler<ListOdooCompanies, Result<IReadOnlyList<OdooCompany>>>
{
    public async Task<Result<IReadOnlyList<OdooCompany>>> Handle(ListOdooCompanies request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (connection is null || connections.Open(connection) is not { } odoo)
        {
            return new NoConnection();
        }

        var companies = await calls.Send(
            odoo,
            OdooCalls.SearchRead("res.company", OdooDomain.All, ["name", "currency_id"], limit: 500),
            new CallAbout(caller.Tenant, "connection", "companies", [], UserId: caller.UserId),
            cancellationToken);
        if (companies.Kind != OutcomeKind.Ok)
        {
            return new Conflict(companies.Sentence);
        }

        var found = companies.Value!.Select(c => new OdooCompany(c.Id, c.Text("name") ?? "", c.Many2One("currency_id")?.Name ?? "")).ToList();
        await KnownCompanies.Keep(db, caller.Tenant, found, cancellationToken);
        return found;
    }
}

/// <summary>The typed key, or the saved one when none is typed.</summary>
internal static class SavedKey
{
    public static async Task<string?> Or(string? typed, string server, GrantSyncDb db, OdooConnections connections, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(typed))
        {
            return typed.Trim();
        }

        // the saved key goes to the saved server only: a changed address must not be a way to read it
        var saved = await db.Connections.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return saved is not null && string.Equals(saved.Server.TrimEnd('/'), server.Trim().TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
            ? connections.Unseal(saved.SealedKey)
            : null;
    }
}
