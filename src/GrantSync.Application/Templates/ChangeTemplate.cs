using System.Globalization;
using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

/// <summary>
/// Renames a template and its categories, or adds categories. Its grants keep the categories that they were made with; the new name of one
/// reaches Odoo with each grant's next Sync, for they share its account. Nothing is taken out: grants may hang on it.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ChangeTemplate(long Id, string Name, IReadOnlyList<ChangedCategory> Categories) : ICommand<Done>;

/// <summary>A category by its id, or a new one without.</summary>
public sealed record ChangedCategory(long? Id, string Code, string Name);

internal sealed class ChangeTemplateValidator : AbstractValidator<ChangeTemplate>
{
    public ChangeTemplateValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the template a name.").MaximumLength(200);
        RuleForEach(r => r.Categories).ChildRules(category =>
        {
            category.RuleFor(c => c.Code).NotEmpty().WithMessage("Give the category a code.").MaximumLength(30);
            category.RuleFor(c => c.Name).NotEmpty().WithMessage("Give the category a name.").MaximumLength(200);
        });
    }
}

internal sealed class ChangeTemplateHandler(GrantSyncDb db, Caller caller) : IRequestHandler<ChangeTemplate, Result<Done>>
{
    public async Task<Result<Done>> Handle(ChangeTemplate request, CancellationToken cancellationToken)
    {
        var template = await db.BudgetTemplates.Include(t => t.Categories).SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken);
        if (template is null)
        {
            return new NotFound("This budget template no longer exists.");
        }

        var isUsed = await db.Grants.AnyAsync(g => g.TemplateId == template.Id, cancellationToken);
        template.Name = request.Name.Trim();
        for (var index = 0; index < request.Categories.Count; index++)
        {
            var (id, code, name) = (request.Categories[index].Id, request.Categories[index].Code.Trim(), request.Categories[index].Name.Trim());
            var category = id is null ? Add(template) : template.Categories.SingleOrDefault(c => c.Id == id);
            var field = string.Create(CultureInfo.InvariantCulture, $"Categories[{index}]");
            if (category is null)
            {
                return new Invalid($"{field}.Id", "This category does not belong to the template.");
            }

            if (isUsed && id is not null && category.Code != code)
            {
                return new Invalid($"{field}.Code", "The template has grants, and their accounts in Odoo carry this code: it can no longer change.");
            }

            (category.Code, category.Name) = (code, name);
            if (template.Categories.Count(c => c.Code == code) > 1)
            {
                return new Invalid($"{field}.Code", "Two categories have the same code. Give each a code of its own.");
            }
        }

        return Done.Instance;
    }

    private TemplateCategory Add(BudgetTemplate template)
    {
        var category = new TemplateCategory
        {
            TenantId = caller.Tenant,
            Code = "",
            Name = "",
            Position = template.Categories.Max(c => c.Position) + 1,
        };
        template.Categories.Add(category);
        return category;
    }
}
