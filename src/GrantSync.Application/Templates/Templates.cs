using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListTemplates : IQuery<IReadOnlyList<BudgetTemplate>>;

/// <summary>Adds a budget template with its categories. Existing grants keep the snapshot that they were made with.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CreateTemplate(string Name, IReadOnlyList<NewCategory> Categories) : ICommand<long>;

public sealed record NewCategory(string Code, string Name, IReadOnlyList<NewDetail>? Details = null);

public sealed record NewDetail(string Code, string Name);

internal sealed class CreateTemplateValidator : AbstractValidator<CreateTemplate>
{
    public CreateTemplateValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the template a name.").MaximumLength(200);
        RuleFor(r => r.Categories).NotEmpty().WithMessage("A template needs at least one category.");
        RuleForEach(r => r.Categories).ChildRules(category =>
        {
            category.RuleFor(c => c.Code).NotEmpty().WithMessage("Give the category a code.").MaximumLength(30);
            category.RuleFor(c => c.Name).NotEmpty().WithMessage("Give the category a name.").MaximumLength(200);
        });
        RuleFor(r => r.Categories).Must(all => all is null || all.Select(c => c.Code?.Trim()).Distinct().Count() == all.Count)
            .WithMessage("Two categories have the same code. Give each a code of its own.");
    }
}

internal sealed class TemplateHandlers(GrantSyncDb db, Caller caller)
    : IRequestHandler<ListTemplates, Result<IReadOnlyList<BudgetTemplate>>>, IRequestHandler<CreateTemplate, Result<long>>
{
    public async Task<Result<IReadOnlyList<BudgetTemplate>>> Handle(ListTemplates request, CancellationToken cancellationToken) =>
        await db.BudgetTemplates.AsNoTracking().AsSplitQuery()
            .Include(t => t.Categories.OrderBy(c => c.Position)).ThenInclude(c => c.Details.OrderBy(d => d.Position))
            .OrderBy(t => t.Name).ToListAsync(cancellationToken);

    public async Task<Result<long>> Handle(CreateTemplate request, CancellationToken cancellationToken)
    {
        var template = new BudgetTemplate
        {
            TenantId = caller.Tenant,
            Name = request.Name.Trim(),
            Categories = [.. request.Categories.Select((category, position) => new TemplateCategory
            {
                TenantId = caller.Tenant,
                Code = category.Code.Trim(),
                Name = category.Name.Trim(),
                Position = position,
                Details = [.. (category.Details ?? []).Select((detail, at) => new TemplateDetail
                {
                    TenantId = caller.Tenant,
                    Code = detail.Code.Trim(),
                    Name = detail.Name.Trim(),
                    Position = at,
                })],
            })],
        };
        db.BudgetTemplates.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        return template.Id;
    }
}
