using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Methods;

/// <summary>What people do in Odoo itself, behind the sender's back.</summary>
internal static class Bookkeeper
{
    /// <summary>A plan with its sub-plans, accounts and external ids.</summary>
    public static void DeletePlan(Session session, int plan)
    {
        var plans = session.Store.Table("account.analytic.plan");
        if (plans.Find(plan) is null) { return; }
        foreach (var child in plans.Records.Where(child => child.Reference("parent_id") == plan).Select(child => child.Id).ToList())
        {
            DeletePlan(session, child);
        }
        session.Unlink("account.analytic.account",
            [.. session.Store.Table("account.analytic.account").FindBy("plan_id", plan).Select(account => account.Id)]);
        session.Unlink("account.analytic.plan", [plan]);
    }
}
