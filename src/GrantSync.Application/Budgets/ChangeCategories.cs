using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>
/// Takes a category with its lines out of the budget. The next Sync archives the lines' accounts, and the category's own account when no
/// other open grant uses it.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record RemoveCategory(long GrantId, long CategoryId) : ICommand<int>;

/// <summary>Puts a category of the grant's template back, or one that the template got later.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record AddCategory(long GrantId, long TemplateCategoryId) : ICommand<long>;

internal sealed class ChangeCategoriesHandlers(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<RemoveCategory, Result<int>>, IRequestHandler<AddCategory, Result<long>>
{
    public async Task<Result<int>> Handle(RemoveCategory request, CancellationToken cancellationToken)
    {
        var budget = await Read(request.GrantId, cancellationToken);
        if (budget is null)
        {
            return new GrantIsGone();
        }

        if (budget.Categories.SingleOrDefault(c => c.Id == request.CategoryId && c.RemovedAt is null) is not { } category)
        {
            return new NotFound("This category is not in the budget any more.");
        }

        category.RemovedAt = time.GetUtcNow();
        foreach (var line in category.Lines.Where(l => l.RemovedAt is null))
        {
            line.RemovedAt = time.GetUtcNow();
            line.Revision++;
        }

        budget.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, request.GrantId, cancellationToken);
        return budget.Revision;
    }

    public async Task<Result<long>> Handle(AddCategory request, CancellationToken cancellationToken)
    {
        var budget = await Read(request.GrantId, cancellationToken);
        if (budget is null)
        {
            return new GrantIsGone();
        }

        var wanted = await (
            from grant in db.Grants
            join category in db.TemplateCategories on grant.TemplateId equals category.TemplateId
            where grant.Id == request.GrantId && category.Id == request.TemplateCategoryId
            where category.RemovedAt == null || db.BudgetCategories.Any(c => c.BudgetId == budget.Id && c.TemplateCategoryId == category.Id)
            select category).SingleOrDefaultAsync(cancellationToken);
        if (wanted is null)
        {
            return new Invalid(nameof(request.TemplateCategoryId), "This category is not in the grant's template.");
        }

        if (budget.Categories.Any(c => c.TemplateCategoryId == wanted.Id && c.RemovedAt is null))
        {
            return new Conflict($"The budget has {wanted.Name} already.");
        }

        var added = new BudgetCategory
        {
            TenantId = caller.Tenant,
            TemplateCategoryId = wanted.Id,
            Code = wanted.Code,
            Name = wanted.Name,
            Position = wanted.Position,
            IsIndirect = wanted.IsIndirect,
        };
        budget.Categories.Add(added);
        budget.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        return added.Id;
    }

    private async Task<Budget?> Read(long grantId, CancellationToken cancellationToken) =>
        await db.Grants.AnyAsync(g => g.Id == grantId, cancellationToken)
            ? await db.Budgets.AsSplitQuery().Include(b => b.Categories).ThenInclude(c => c.Lines).SingleAsync(b => b.GrantId == grantId, cancellationToken)
            : null;
}
