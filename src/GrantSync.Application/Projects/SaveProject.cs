using System.Globalization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Projects;

/// <summary>Adds a project to a grant, or changes its name and dates when <see cref="Id"/> is given. Its code never changes.</summary>
/// <param name="NotInOdoo">A partner keeps its books; null leaves it as it is, and a new project in Odoo.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveProject(long? Id, long GrantId, string Name, DateOnly? StartsOn, DateOnly? EndsOn, bool? NotInOdoo = null) : ICommand<long>;

public sealed record IsInOdooAlready(string Project)
    : Conflict($"{Project} has been sent to Odoo already: bookkeepers may have posted on its account. Add another project for what the partner keeps, and give it its part of the budget.");

internal sealed class SaveProjectValidator : AbstractValidator<SaveProject>
{
    public SaveProjectValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the project a name.").MaximumLength(300);
        RuleFor(r => r.EndsOn).GreaterThanOrEqualTo(r => r.StartsOn).When(r => r.StartsOn is not null && r.EndsOn is not null)
            .WithMessage("The project ends before it starts.");
    }
}

internal sealed class SaveProjectHandler(GrantSyncDb db, Caller caller) : IRequestHandler<SaveProject, Result<long>>
{
    public async Task<Result<long>> Handle(SaveProject request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var project = request.Id is null
            ? new Project { TenantId = caller.Tenant, Name = request.Name, Code = FreeCode(grant) }
            : grant.Projects.SingleOrDefault(p => p.Id == request.Id && p.RemovedAt is null);
        if (project is null)
        {
            return new NotFound("This project no longer exists.");
        }

        if (request.NotInOdoo == true && !project.NotInOdoo && request.Id is not null && await WasSent(project, cancellationToken))
        {
            return new IsInOdooAlready(project.Name);
        }

        project.NotInOdoo = request.NotInOdoo ?? project.NotInOdoo;
        project.Name = request.Name.Trim();
        project.StartsOn = request.StartsOn;
        project.EndsOn = request.EndsOn;
        if (request.Id is null)
        {
            grant.Projects.Add(project);
        }

        var budget = await db.Budgets.SingleAsync(b => b.GrantId == grant.Id, cancellationToken);
        budget.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, grant.Id, cancellationToken);
        return project.Id;
    }

    /// <summary>Something of it is in Odoo, was put down for it, or was adopted there. A Sync that is at it now is waited for: it holds the budget's row.</summary>
    private async Task<bool> WasSent(Project project, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select id from budgets where grant_id = {project.GrantId} for update", cancellationToken);
        string[] keys = [.. new[] { SyncEntity.ProjectAccount, SyncEntity.Project, SyncEntity.ProjectBudget }.Select(entity => new SyncKey(project.TenantId, entity, project.Id).ToString())];
        return await db.OdooRecordHeads.AnyAsync(h => keys.Contains(h.Key), cancellationToken);
    }

    private static string FreeCode(Grant grant)
    {
        var number = grant.Projects.Count + 1;
        string code;
        do
        {
            code = string.Create(CultureInfo.InvariantCulture, $"{grant.AnalyticCode}-{number++}");
        }
        while (grant.Projects.Any(p => p.Code == code));
        return code;
    }
}
