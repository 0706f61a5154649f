using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Odoo;

namespace GrantSync.Application.Sync;

/// <summary>
/// What a grant's projects should have as budgets in Odoo: one a project, with a line for each detail line. A category has no line of its
/// own, so that nothing is counted twice. Every detail line ever made is here: one that is gone stands at 0, because nothing is deleted.
/// A project outside Odoo has its part of each line like the others, and no budget there.
/// </summary>
internal sealed class WantedBudgets(WantedGrant wanted, Connection connection, Grant grant, Budget budget, int companyId, string modelName)
{
    private readonly OdooBudgetModel model = OdooDialect.For(connection.ServerMajor).BudgetModel;
    private readonly List<Project> projects = [.. grant.Projects.OrderBy(project => project.Id)];
    private readonly string prefix = connection.ExternalIdPrefix;

    public static SyncKey BudgetKey(Project project) => new(project.TenantId, SyncEntity.ProjectBudget, project.Id);

    public static SyncKey LineKey(Project project, BudgetLine line) => new(project.TenantId, SyncEntity.ProjectBudgetLine, line.Id) { ProjectId = project.Id };

    public IEnumerable<WantedRecord> Records()
    {
        // an upgraded Odoo has its budgets elsewhere; nothing is wanted until that has been looked at again
        if (modelName != model.Name)
        {
            yield break;
        }

        foreach (var project in projects.Where(project => !project.NotInOdoo))
        {
            var key = BudgetKey(project);
            var fields = new WantedBudget($"{project.Code} {project.Name}", model.Name, StartOf(project), EndOf(project), companyId);
            yield return new WantedRecord(key, key.ExternalId(prefix), fields, [wanted.ProjectAccountKey(project)]);
        }

        var lines = budget.Categories.SelectMany(category => category.Lines.Select(line => (Category: category, Line: line))).OrderBy(l => l.Line.Id).ToList();
        var parts = Division.Of(
            [.. lines.Select(l => l.Line.RemovedAt is null && grant.RemovedAt is null ? l.Line.Amount : 0)],
            [.. projects.Select(project => grant.RemovedAt is null ? project.Allocated : 0)],
            Money.Decimals(budget.Currency));
        for (var at = 0; at < lines.Count; at++)
        {
            for (var project = 0; project < projects.Count; project++)
            {
                if (!projects[project].NotInOdoo)
                {
                    yield return Line(projects[project], lines[at].Category, lines[at].Line, parts[at][project]);
                }
            }
        }
    }

    private WantedRecord Line(Project project, BudgetCategory category, BudgetLine line, decimal amount)
    {
        var (projectAccount, categoryAccount, detailAccount) = (wanted.ProjectAccountKey(project), wanted.CategoryKey(category), wanted.LineKey(line));
        IReadOnlyList<WantedTag> tags = model.LinesTagEveryPlan
            ? [new(projectAccount.ExternalId(prefix)), Tag(categoryAccount, Axis.Category), Tag(detailAccount, Axis.Detail)]
            : [new(detailAccount.ExternalId(prefix))];
        var key = LineKey(project, line);
        var fields = new WantedBudgetLine(
            $"{project.Code} {line.Code}", model.Lines, BudgetKey(project).ExternalId(prefix), tags, amount, StartOf(project), EndOf(project));
        return new WantedRecord(key, key.ExternalId(prefix), fields, [projectAccount, categoryAccount, detailAccount, BudgetKey(project)]);
    }

    private WantedTag Tag(SyncKey account, Axis axis)
    {
        var plan = connection.Plans.Single(p => p.Axis == axis);
        return plan.ExistingPlanId is { } existing
            ? new WantedTag(account.ExternalId(prefix), PlanId: existing)
            : new WantedTag(account.ExternalId(prefix), new SyncKey(connection.TenantId, SyncEntity.Plan, (int)axis).ExternalId(prefix));
    }

    private DateOnly StartOf(Project project) => project.StartsOn ?? grant.StartsOn;

    private DateOnly EndOf(Project project) => project.EndsOn ?? grant.EndsOn;
}
