using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

/// <summary>
/// Changes a template: its name and rate, and its categories, which take the order in which they are named when all of them are. Its grants
/// keep what they were made with; only the new name of a category reaches Odoo with each grant's next Sync, for they share its account.
/// </summary>
/// <param name="Id">The template.</param>
/// <param name="Name">Its name.</param>
/// <param name="Categories">Those to change, add or take out; one that is not named stays as it is, in its place.</param>
/// <param name="IndirectRate">Per cent of the direct costs; empty for none, null to leave it as it is.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ChangeTemplate(
    long Id, string Name, IReadOnlyList<ChangedCategory> Categories, [property: JsonConverter(typeof(NumberAsTyped))] string? IndirectRate = null) : ICommand<Done>;

/// <summary>A category by its id, or a new one without; null leaves as it is what a category has already.</summary>
/// <param name="Remove">Out of the template. What grants use is only marked so; under the same code it can be added again.</param>
public sealed record ChangedCategory(
    long? Id, string Code, string Name, bool? IsIndirect = null, IReadOnlyList<NewDetail>? Details = null, bool Remove = false);

internal sealed class ChangeTemplateValidator : AbstractValidator<ChangeTemplate>
{
    public ChangeTemplateValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the template a name.").MaximumLength(200);
        RuleFor(r => r.IndirectRate).MustBeARate();
        RuleForEach(r => r.Categories).ChildRules(category => category.When(c => !c.Remove, () =>
        {
            category.RuleFor(c => c.Code).NotEmpty().WithMessage("Give the category a code.").MaximumLength(30);
            category.RuleFor(c => c.Name).NotEmpty().WithMessage("Give the category a name.").MaximumLength(200);
        }));
    }
}

internal sealed class ChangeTemplateHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<ChangeTemplate, Result<Done>>
{
    public async Task<Result<Done>> Handle(ChangeTemplate request, CancellationToken cancellationToken)
    {
        var template = await db.BudgetTemplates.AsSplitQuery().Include(t => t.Categories).ThenInclude(c => c.Details)
            .SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken);
        if (template is null)
        {
            return new TemplateIsGone();
        }

        if (await TemplateNames.Taken(db, request.Name, template.Id, cancellationToken) is { } taken)
        {
            return taken;
        }

        var used = await UsedCategories.Of(db, template.Id, cancellationToken);
        template.Name = request.Name.Trim();
        template.IndirectRate = request.IndirectRate is null ? template.IndirectRate : IndirectRate.Read(request.IndirectRate);
        var named = new List<TemplateCategory>();
        for (var index = 0; index < request.Categories.Count; index++)
        {
            var change = request.Categories[index];
            if (Find(template, change) is not { } category)
            {
                return new Invalid(Field(index, "Id"), "This category does not belong to the template, or has been taken out of it.");
            }

            if (change.Remove)
            {
                Remove(template, category, used.Contains(category.Id));
                continue;
            }

            if (used.Contains(category.Id) && category.Code != change.Code.Trim())
            {
                return new Invalid(Field(index, "Code"), "Grants use this category, and its account in Odoo carries this code: it can no longer change.");
            }

            Write(change, category);
            named.Add(category);
        }

        PutInOrder(template, named);
        return TwiceTheSameCode(template, request) ?? (Result<Done>)Done.Instance;
    }

    /// <summary>The category meant: a new one when it has no id, unless one with its code was taken out before, which comes back.</summary>
    private TemplateCategory? Find(BudgetTemplate template, ChangedCategory change)
    {
        if (change.Id is not null)
        {
            return template.Categories.SingleOrDefault(c => c.Id == change.Id && c.RemovedAt is null);
        }

        if (template.Categories.SingleOrDefault(c => c.RemovedAt is not null && c.Code == change.Code.Trim()) is { } before)
        {
            before.RemovedAt = null;
            return before;
        }

        var added = new TemplateCategory { TenantId = caller.Tenant, Code = "", Name = "" };
        template.Categories.Add(added);
        return added;
    }

    private void Remove(BudgetTemplate template, TemplateCategory category, bool isUsed)
    {
        if (isUsed)
        {
            category.RemovedAt = time.GetUtcNow();
            return;
        }

        template.Categories.Remove(category);
        db.Remove(category);
    }

    /// <summary>As named, when all of them are; otherwise those that were there keep their places, and new ones come behind.</summary>
    private static void PutInOrder(BudgetTemplate template, List<TemplateCategory> named)
    {
        var left = template.Categories.Where(c => c.RemovedAt is null).ToList();
        var order = left.TrueForAll(named.Contains) ? named : [.. left.Where(c => c.Id != 0).OrderBy(c => c.Position), .. named.Where(c => c.Id == 0)];
        for (var position = 0; position < order.Count; position++)
        {
            order[position].Position = position;
        }
    }

    private void Write(ChangedCategory change, TemplateCategory category)
    {
        category.Code = change.Code.Trim();
        category.Name = change.Name.Trim();
        category.IsIndirect = change.IsIndirect ?? category.IsIndirect;
        if (change.Details is not null)
        {
            category.Details.Clear();
            category.Details.AddRange(NewTemplate.Details(caller.Tenant, change.Details));
        }
    }

    private static Invalid? TwiceTheSameCode(BudgetTemplate template, ChangeTemplate request)
    {
        for (var index = request.Categories.Count - 1; index >= 0; index--)
        {
            var (code, remove) = (request.Categories[index].Code.Trim(), request.Categories[index].Remove);
            var same = remove ? [] : template.Categories.Where(c => c.Code == code).ToList();
            if (same.Count > 1)
            {
                return new Invalid(Field(index, "Code"), same.Any(c => c.RemovedAt is not null)
                    ? $"A category that was taken out has the code {code}, and grants still use it. Add it as a new category to bring it back, or choose another code."
                    : "Two categories have the same code. Give each a code of its own.");
            }
        }

        return null;
    }

    private static string Field(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"Categories[{index}].{name}");
}
