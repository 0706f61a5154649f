using System.Text.Json.Serialization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

/// <summary>The organisation's templates, without the categories that were taken out of them.</summary>
/// <param name="Search">Part of a template's or a category's name.</param>
/// <param name="Show">Those in use, those that were archived, or both.</param>
/// <param name="Sort"><c>name</c> or <c>rate</c>; with a minus the other way round.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListTemplates(string? Search = null, Which Show = Which.Active, string? Sort = null) : IQuery<IReadOnlyList<BudgetTemplate>>;

/// <summary>One template, with which of its categories grants use.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadTemplate(long Id) : IQuery<TemplateView>;

/// <param name="Template">Without the categories that were taken out.</param>
/// <param name="Used">Ids of the categories that some grant's budget has: their codes stay, and they are never deleted.</param>
public sealed record TemplateView(BudgetTemplate Template, IReadOnlySet<long> Used);

public sealed record TemplateIsGone() : NotFound("This budget template no longer exists.");

/// <summary>Adds a budget template with its categories. Existing grants keep the snapshot that they were made with.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CreateTemplate(
    string Name, IReadOnlyList<NewCategory> Categories, [property: JsonConverter(typeof(NumberAsTyped))] string? IndirectRate = null) : ICommand<long>;

public sealed record NewCategory(string Code, string Name, IReadOnlyList<NewDetail>? Details = null, bool IsIndirect = false);

public sealed record NewDetail(string Code, string Name);

internal sealed class ListTemplatesValidator : AbstractValidator<ListTemplates>
{
    public ListTemplatesValidator() => RuleFor(r => r.Sort).MustSortBy("name", "rate");
}

internal sealed class CreateTemplateValidator : AbstractValidator<CreateTemplate>
{
    public CreateTemplateValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the template a name.").MaximumLength(200);
        RuleFor(r => r.IndirectRate).MustBeARate();
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
    : IRequestHandler<ListTemplates, Result<IReadOnlyList<BudgetTemplate>>>,
        IRequestHandler<ReadTemplate, Result<TemplateView>>,
        IRequestHandler<CreateTemplate, Result<long>>
{
    public async Task<Result<IReadOnlyList<BudgetTemplate>>> Handle(ListTemplates request, CancellationToken cancellationToken)
    {
        var rows = Whole().Where(t => request.Show == Which.All || t.ArchivedAt != null == (request.Show == Which.Archived));
        if (SearchText.Pattern(request.Search) is { } pattern)
        {
            rows = rows.Where(t => EF.Functions.ILike(t.Name, pattern, SearchText.Escape) || t.Categories.Any(c => c.RemovedAt == null && EF.Functions.ILike(c.Name, pattern, SearchText.Escape)));
        }

        var sorting = Sorting.Read(request.Sort, "name");
        var sorted = sorting.By == "rate" ? sorting.Apply(rows, t => t.IndirectRate ?? -1).ThenBy(t => t.Name) : sorting.Apply(rows, t => t.Name);
        return await sorted.ToListAsync(cancellationToken);
    }

    public async Task<Result<TemplateView>> Handle(ReadTemplate request, CancellationToken cancellationToken)
    {
        var template = await Whole().SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken);
        return template is null
            ? new TemplateIsGone()
            : new TemplateView(template, await UsedCategories.Of(db, template.Id, cancellationToken));
    }

    public async Task<Result<long>> Handle(CreateTemplate request, CancellationToken cancellationToken)
    {
        if (await TemplateNames.Taken(db, request.Name, null, cancellationToken) is { } taken)
        {
            return taken;
        }

        var template = NewTemplate.Of(caller.Tenant, request.Name, IndirectRate.Read(request.IndirectRate), null, request.Categories);
        db.BudgetTemplates.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        return template.Id;
    }

    private IQueryable<BudgetTemplate> Whole() => db.BudgetTemplates.AsNoTracking().AsSplitQuery()
        .Include(t => t.Categories.Where(c => c.RemovedAt == null).OrderBy(c => c.Position)).ThenInclude(c => c.Details.OrderBy(d => d.Position));
}
