using System.Globalization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Projects;

/// <summary>Adds a project to a grant, or changes its name and dates when <see cref="Id"/> is given. Its code never changes.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveProject(long? Id, long GrantId, string Name, DateOnly? StartsOn, DateOnly? EndsOn) : ICommand<long>;

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
