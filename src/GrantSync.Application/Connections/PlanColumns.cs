using GrantSync.Odoo;

namespace GrantSync.Application.Connections;

/// <summary>How analytic lines carry plans: the project plan as <c>account_id</c>, every other root plan N as <c>x_planN_id</c>.</summary>
internal static class PlanColumns
{
    public static string Of(int planId) => OdooDialect.PlanColumn(planId);

    /// <summary>
    /// The root plan without a column of its own is Odoo's project plan; null when that is not just one, and in 16, where no plan has a column.
    /// </summary>
    public static int? StockProjectPlan(OdooDialect dialect, IEnumerable<int> rootPlans, IEnumerable<string> columns)
    {
        if (!dialect.HasPlanColumns)
        {
            return null;
        }

        var known = columns.ToHashSet(StringComparer.Ordinal);
        var without = rootPlans.Where(id => !known.Contains(Of(id))).ToList();
        return without.Count == 1 ? without[0] : null;
    }
}
