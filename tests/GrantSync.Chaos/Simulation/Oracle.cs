using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Chaos.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Chaos.Simulation;

/// <summary>
/// Looks at a settled world: Odoo is the fold of the accepted edits, what is confirmed is there, and the log holds every call. What must
/// never be seen even in passing, the model Odoo says itself.
/// </summary>
internal static class Oracle
{
    public static async Task Look(World world)
    {
        long rows = 0;
        foreach (var tenant in world.Tenants)
        {
            var (heads, logged, open) = await world.InScope(tenant.Name, async provider =>
            {
                var db = provider.GetRequiredService<GrantSyncDb>();
                return (
                    await db.OdooRecordHeads.AsNoTracking().ToDictionaryAsync(h => h.Key),
                    await db.SyncLog.LongCountAsync(),
                    await db.SyncLog.LongCountAsync(r => r.Direction == CallDirection.Write && r.CompletedAt == null));
            });
            Demand(open == 0, $"{tenant.Name}: {open} write calls of the log have no outcome.");
            rows += logged;
            LookAt(tenant, heads);
        }

        var seen = world.Tenants.Sum(t => t.CallsSeen) + world.RowsWithoutCall;
        Demand(rows == seen, $"The log holds {rows} calls; {seen} were begun.");
    }

    private static void LookAt(ModelTenant tenant, Dictionary<string, OdooRecordHead> heads)
    {
        var wanted = tenant.Accepted.Wanted.ToList();
        foreach (var record in wanted)
        {
            var head = heads[record.Key.ToString()];
            Demand(head.ConfirmedHash == record.PayloadHash, $"{record.Fields.Name} was accepted last, and {head.ConfirmedPayload ?? "nothing"} is confirmed.");
            var held = tenant.Odoo.Find(record.ExternalId);
            Demand(held is not null && held.Id == head.OdooId, $"{record.Fields.Name} is confirmed as {head.OdooId}, and Odoo holds {(held is null ? "nothing" : held.Id)}.");
            Demand(Holds(tenant, held!, record.Fields), $"{record.Fields.Name} is confirmed, and Odoo holds {held!.Read(held.Fields.Keys)}.");
        }

        Demand(tenant.Odoo.Records.Count == wanted.Count, $"{wanted.Count} records of {tenant.Name} are wanted, and Odoo holds {tenant.Odoo.Records.Count}.");
    }

    /// <summary>Compared in the oracle's own words, not with the engine's comparison.</summary>
    private static bool Holds(ModelTenant tenant, ModelRecord held, WantedFields wanted) => held.Name == wanted.Name && wanted switch
    {
        WantedAccount account => held.Fields["code"].Text == account.Code
            && held.Fields["active"].Bool == account.Active
            && held.Fields["plan_id"].Items?[0].Int == (account.ExistingPlanId ?? tenant.Odoo.Find(account.PlanExternalId!)?.Id)
            && held.Fields["company_id"].Items?[0].Int == account.CompanyId,
        WantedProject project => held.Fields["account_id"].Items?[0].Int == tenant.Odoo.Find(project.AccountExternalId)?.Id
            && held.Fields["date_start"].Text == Date(project.StartsOn)
            && held.Fields["date"].Text == Date(project.EndsOn),
        _ => true,
    };

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(otherwise);
        }
    }
}
