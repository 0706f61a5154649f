using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Projects;

/// <summary>Takes a project out of the grant; the next Sync archives it and its account in Odoo. Its part of the budget has to be allocated anew.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record RemoveProject(long GrantId, long Id) : ICommand<Done>;

internal sealed class RemoveProjectHandler(GrantSyncDb db, TimeProvider time) : IRequestHandler<RemoveProject, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveProject request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var open = grant.Projects.Where(p => p.RemovedAt is null).ToList();
        if (open.SingleOrDefault(p => p.Id == request.Id) is not { } project)
        {
            return new NotFound("This project no longer exists.");
        }

        if (open.Count == 1)
        {
            return new Conflict("A grant has at least one project. Close the grant instead, or add another project first.");
        }

        project.RemovedAt = time.GetUtcNow();
        project.Allocated = 0;
        (await db.Budgets.SingleAsync(b => b.GrantId == grant.Id, cancellationToken)).Revision++;
        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, grant.Id, cancellationToken);
        return Done.Instance;
    }
}
