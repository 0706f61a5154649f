using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox.Methods;

/// <summary>What `fields_get` adds for the columns of root plans, whether it was asked for or not: recordings 030, 032 and 044.</summary>
internal static class PlanColumns
{
    public static void Describe(Store store, Model model, Field field, Dictionary<string, object?> attributes)
    {
        if (AnalyticPlans.ModelsWithColumns(store).All(table => table.Model != model)) { return; }
        if (AnalyticPlans.Roots(store).FirstOrDefault(plan => AnalyticPlans.Column(plan.Id) == field.Name) is not { } plan) { return; }

        var ofPlan = $"('plan_id', 'child_of', {plan.Id})";
        attributes["string"] = plan.Text("name");
        attributes["domain"] = model.Name == "project.project"
            ? $"['&', {ofPlan}, '|', ('company_id', '=', False), ('company_id', '=?', company_id)]"
            : $"[{ofPlan}]";
    }
}
