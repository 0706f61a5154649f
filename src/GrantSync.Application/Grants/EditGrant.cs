using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>
/// Changes a grant's title and dates; its codes and currency stay. Projects keep their own names; those without dates of their own run as the
/// grant does, and reach Odoo with the next Sync.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record EditGrant(long Id, string Title, DateOnly StartsOn, DateOnly EndsOn) : ICommand<Done>;

internal sealed class EditGrantValidator : AbstractValidator<EditGrant>
{
    public EditGrantValidator()
    {
        RuleFor(r => r.Title).GrantTitle();
        RuleFor(r => r.EndsOn).GreaterThanOrEqualTo(r => r.StartsOn).WithMessage("The grant ends before it starts.");
    }
}

internal sealed class EditGrantHandler(GrantSyncDb db) : IRequestHandler<EditGrant, Result<Done>>
{
    public async Task<Result<Done>> Handle(EditGrant request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.Id, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var movesProjects = grant.Projects.Any(p => p.RemovedAt is null && !p.NotInOdoo
            && ((p.StartsOn is null && grant.StartsOn != request.StartsOn) || (p.EndsOn is null && grant.EndsOn != request.EndsOn)));
        (grant.Title, grant.StartsOn, grant.EndsOn) = (request.Title.Trim(), request.StartsOn, request.EndsOn);
        if (movesProjects)
        {
            // Odoo holds other dates now: the grant is not synced until somebody presses Sync
            (await db.Budgets.SingleAsync(b => b.GrantId == grant.Id, cancellationToken)).Revision++;
        }

        return Done.Instance;
    }
}
