using System.Globalization;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Sync;

/// <summary>Puts wanted records into the rows of one <c>load</c>, in the words of the server's version.</summary>
/// <param name="dialect">What differs between Odoo's versions.</param>
/// <param name="planIds">The Odoo ids of plans that we have made, by external id.</param>
/// <param name="guards">All on, but in a proof.</param>
internal sealed class LoadRows(OdooDialect dialect, IReadOnlyDictionary<string, int> planIds, Guards guards)
{
    private static readonly string[] PlanFields = ["id", "name"];
    private static readonly string[] AccountFields = ["id", "name", "code", "plan_id/.id", "company_id/.id", "active"];
    private readonly string[] projectFields = ["id", "name", $"{dialect.ProjectAccountField}/id", "company_id/.id", "date_start", "date"];

    /// <summary>The call for one batch: rows of one stage, in their order.</summary>
    public OdooCall<IReadOnlyList<int>> Call(IReadOnlyList<ClaimedIntent> rows)
    {
        var fields = rows[0].Stage switch
        {
            SyncStage.Plans => PlanFields,
            SyncStage.Accounts => AccountFields,
            SyncStage.Projects => rows[0].Fields is WantedProject { Unarchive: true } ? [.. projectFields, "active"] : projectFields,
            _ => throw new InvalidOperationException($"No fields for stage {rows[0].Stage}."),
        };
        return OdooCalls.Load(rows[0].Stage.Model(), fields, [.. rows.Select(Row)]);
    }

    /// <summary>Rows of one call fill the same columns: an empty cell would archive a project.</summary>
    public static bool SameColumns(WantedFields one, WantedFields other) =>
        one is WantedProject { Unarchive: true } == other is WantedProject { Unarchive: true };

    private string ExternalId(ClaimedIntent row) =>
        guards.OneExternalId ? row.ExternalId : string.Create(CultureInfo.InvariantCulture, $"{row.ExternalId}_{row.Attempts}");

    private IReadOnlyList<XmlRpcValue> Row(ClaimedIntent row) => row.Fields switch
    {
        WantedPlan plan => [ExternalId(row), plan.Name],
        WantedAccount account =>
        [
            ExternalId(row), account.Name, account.Code, Id(account.ExistingPlanId ?? planIds[account.PlanExternalId!]), Id(account.CompanyId),
            account.Active ? "True" : "False",
        ],
        WantedProject project =>
        [
            ExternalId(row), project.Name, project.AccountExternalId, Id(project.CompanyId), Date(project.StartsOn), Date(project.EndsOn),
            .. project.Unarchive ? (XmlRpcValue[])["True"] : [],
        ],
        _ => throw new InvalidOperationException($"No row for {row.Fields.GetType().Name}."),
    };

    // an empty cell clears the field: an account of plan 2 or 3 belongs to no company (recording 045)
    private static string Id(int? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
