using GrantSync.Application.SyncLog;
using GrantSync.Odoo;

namespace GrantSync.Application.Connections;

/// <summary>What was found of budgets in an Odoo.</summary>
/// <param name="IsKnown">False when Odoo could not be asked: what was known before stands.</param>
/// <param name="Model">The model that budgets are written to; null when none are.</param>
/// <param name="Sentence">What was found and what it means.</param>
internal sealed record FoundBudgets(bool IsKnown, string? Model, string Sentence);

/// <summary>
/// Looks whether an Odoo has budgets that we can write. Community has none. The models have not been run here, so their fields are read
/// before anything is written to them.
/// </summary>
internal sealed class BudgetDetection(LoggedCalls calls)
{
    public async Task<FoundBudgets> Look(IOdooClient odoo, OdooDialect dialect, string user, CallAbout about, CancellationToken cancellationToken)
    {
        var model = dialect.BudgetModel;
        var count = await calls.Send(odoo, OdooCalls.SearchCount(model.Name, OdooDomain.All), about, cancellationToken);
        switch (count.Kind)
        {
            case OutcomeKind.Ok:
                break;
            case OutcomeKind.Missing:
                return new FoundBudgets(true, null, "This Odoo has no budgets: they come with Enterprise. Accounts and projects are written; everything else works.");
            case OutcomeKind.Access:
                return new FoundBudgets(true, null, NoRights(user));
            default:
                return new FoundBudgets(false, null, $"Whether this Odoo has budgets could not be seen. {count.Sentence}");
        }

        foreach (var (name, needed) in new[] { (model.Name, model.Fields), (model.Lines, model.LineFields) })
        {
            var fields = await calls.Send(odoo, OdooCalls.FieldsGet(name), about, cancellationToken);
            if (fields.Kind is not (OutcomeKind.Ok or OutcomeKind.Missing))
            {
                return new FoundBudgets(fields.Kind == OutcomeKind.Access, null, fields.Kind == OutcomeKind.Access ? NoRights(user) : fields.Sentence);
            }

            if (needed.FirstOrDefault(field => fields.Value?.ContainsKey(field) != true) is { } missing)
            {
                return new FoundBudgets(
                    true, null, $"This Odoo has a budget model of another shape ({name} has no {missing}): no budgets are written; everything else works.");
            }

            foreach (var operation in new[] { "create", "write" })
            {
                var right = await calls.Send(odoo, OdooCalls.CheckAccessRights(name, operation, dialect), about, cancellationToken);
                if (right.Kind != OutcomeKind.Ok || !right.Value)
                {
                    return new FoundBudgets(right.Kind == OutcomeKind.Ok, null, right.Kind == OutcomeKind.Ok ? NoRights(user) : right.Sentence);
                }
            }
        }

        return new FoundBudgets(true, model.Name, $"This Odoo has budgets ({model.Name}): each project gets one, as a draft. This part goes by Odoo's documentation; "
            + "try it on a copy first.");
    }

    private static string NoRights(string user) =>
        $"This Odoo has budgets, but {user} may not write them: none are written; everything else works. An accounting group gives the right.";
}
