using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>
/// Looks once a day, after a good ping, whether budgets have come to a tenant's Odoo or left it, and in which currencies its companies keep
/// their books. What cannot be seen today stays as it was.
/// </summary>
internal sealed class BudgetLook(GrantSyncDb db, BudgetDetection budgets, LoggedCalls calls, OdooConnections connections, HealthLimits limits, TimeProvider time)
{
    public async Task WhenDue(Connection connection, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (connection.BudgetsCheckedAt > now - limits.BudgetsEvery || connections.Open(connection) is not { } odoo)
        {
            return;
        }

        var about = new CallAbout(connection.TenantId, "health", "budgets", []);
        var found = await budgets.Look(odoo, OdooDialect.For(connection.ServerMajor), connection.UserName, about, cancellationToken);
        var model = found.IsKnown ? found.Model : connection.BudgetModel;
        await db.Connections.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.BudgetModel, model).SetProperty(c => c.BudgetsCheckedAt, now), cancellationToken);

        var companies = await calls.Send(odoo, OdooCalls.SearchRead("res.company", OdooDomain.All, ["name", "currency_id"], limit: 500), about, cancellationToken);
        if (companies.Kind == OutcomeKind.Ok)
        {
            await KnownCompanies.Keep(
                db,
                connection.TenantId,
                [.. companies.Value!.Select(c => new OdooCompany(c.Id, c.Text("name") ?? "", c.Many2One("currency_id")?.Name ?? ""))],
                cancellationToken);
        }
    }
}
