using System.Text.Json.Serialization;
using FluentValidation;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>Says how much of the grant's budget each project may spend, in the grant's currency.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record AllocateBudget(long GrantId, IReadOnlyList<ProjectShare> Shares) : ICommand<Done>;

public sealed record ProjectShare(long ProjectId, [property: JsonConverter(typeof(NumberAsTyped))] string? Amount);

internal sealed class AllocateBudgetValidator : AbstractValidator<AllocateBudget>
{
    public AllocateBudgetValidator() =>
        RuleForEach(r => r.Shares).ChildRules(share => share.RuleFor(s => s.Amount).Custom((typed, context) =>
        {
            if (TypedNumber.Problem(typed, out _) is { } problem)
            {
                context.AddFailure(problem);
            }
        }));
}

internal sealed class AllocateBudgetHandler(GrantSyncDb db) : IRequestHandler<AllocateBudget, Result<Done>>
{
    public async Task<Result<Done>> Handle(AllocateBudget request, CancellationToken cancellationToken)
    {
        var projects = await db.Projects.Where(p => p.GrantId == request.GrantId && p.RemovedAt == null).ToDictionaryAsync(p => p.Id, cancellationToken);
        if (projects.Count == 0)
        {
            return new GrantIsGone();
        }

        for (var index = 0; index < request.Shares.Count; index++)
        {
            var share = request.Shares[index];
            if (!projects.TryGetValue(share.ProjectId, out var project))
            {
                return new Invalid($"Shares[{index}].ProjectId", "This project does not belong to the grant.");
            }

            TypedNumber.Problem(share.Amount, out var amount);
            project.Allocated = amount;
        }

        return Done.Instance;
    }
}

/// <summary>The rule of allocation: the projects' parts are together the whole budget.</summary>
internal static class Allocation
{
    /// <summary>A grant's only project has all of its budget; nobody needs to type that.</summary>
    public static async Task FillTheOnlyProject(GrantSyncDb db, long grantId, CancellationToken cancellationToken)
    {
        var projects = await db.Projects.Where(p => p.GrantId == grantId && p.RemovedAt == null).OrderBy(p => p.Id).Take(2).ToListAsync(cancellationToken);
        if (projects.Count == 1)
        {
            projects[0].Allocated = await db.Budgets.Where(b => b.GrantId == grantId)
                .SelectMany(b => b.Categories).SelectMany(c => c.Lines).Where(l => l.RemovedAt == null).SumAsync(l => l.Amount, cancellationToken);
        }
    }
}
