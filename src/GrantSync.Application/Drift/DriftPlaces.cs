using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>Where a record belongs, in words.</summary>
internal sealed record DriftPlace(string Record, long? GrantId, string? Grant);

internal static class DriftPlaces
{
    public static async Task<Dictionary<(SyncEntity, long), DriftPlace>> Of(
        GrantSyncDb db, IReadOnlyList<(SyncEntity Entity, long Id)> records, CancellationToken cancellationToken)
    {
        List<long> Ids(params SyncEntity[] any) => [.. records.Where(r => any.Contains(r.Entity)).Select(r => r.Id).Distinct()];
        var (lineIds, categoryIds, projectIds) = (Ids(SyncEntity.BudgetLine), Ids(SyncEntity.TemplateCategory), Ids(SyncEntity.Project, SyncEntity.ProjectAccount));
        var places = records.ToDictionary(r => r, r => new DriftPlace($"{r.Entity.Name()} {r.Id}", null, null));

        var lines = await (
            from line in db.BudgetLines
            where lineIds.Contains(line.Id)
            join category in db.BudgetCategories on line.CategoryId equals category.Id
            join budget in db.Budgets on category.BudgetId equals budget.Id
            join grant in db.Grants on budget.GrantId equals grant.Id
            select new { line.Id, line.Code, line.Description, GrantId = grant.Id, grant.AnalyticCode, grant.Title }).ToListAsync(cancellationToken);
        foreach (var line in lines)
        {
            places[(SyncEntity.BudgetLine, line.Id)] = new($"Line {line.Code} {line.Description}", line.GrantId, $"{line.AnalyticCode} {line.Title}");
        }

        foreach (var category in await db.TemplateCategories.Where(c => categoryIds.Contains(c.Id)).ToListAsync(cancellationToken))
        {
            places[(SyncEntity.TemplateCategory, category.Id)] = new($"Category {category.Code} {category.Name}", null, null);
        }

        var projects = await (
            from project in db.Projects
            where projectIds.Contains(project.Id)
            join grant in db.Grants on project.GrantId equals grant.Id
            select new { project.Id, project.Name, GrantId = grant.Id, grant.AnalyticCode, grant.Title }).ToListAsync(cancellationToken);
        foreach (var project in projects)
        {
            var grant = $"{project.AnalyticCode} {project.Title}";
            places[(SyncEntity.Project, project.Id)] = new($"Project {project.Name}", project.GrantId, grant);
            places[(SyncEntity.ProjectAccount, project.Id)] = new($"Account of the project {project.Name}", project.GrantId, grant);
        }

        foreach (var plan in await db.PlanMappings.ToListAsync(cancellationToken))
        {
            places[(SyncEntity.Plan, (long)plan.Axis)] = new($"Plan {plan.PlanName}", null, null);
        }

        return places;
    }
}
