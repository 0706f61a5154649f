using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListGrants(string? Search = null) : IQuery<IReadOnlyList<GrantItem>>
{
    public long? Donor { get; init; }

    public long? Unit { get; init; }

    public long? Template { get; init; }

    /// <summary>Null for grants in any state.</summary>
    public GrantState? State { get; init; }

    /// <summary>One of <see cref="ListGrantsValidator.Sorts"/>; with a minus the other way round.</summary>
    public string? Sort { get; init; }
}

/// <summary>What the list of grants can be narrowed to.</summary>
public enum GrantState
{
    Open,
    Closed,

    /// <summary>Open, with saved edits that were not sent for syncing.</summary>
    NotSynced,
}

/// <param name="OnTheWay">Records that were sent for syncing and are not in Odoo yet.</param>
/// <param name="Refused">Records that Odoo refused.</param>
public sealed record GrantItem(
    long Id, string AnalyticCode, string Title, string Donor, string Unit, string Currency, decimal Total, DateOnly StartsOn, DateOnly EndsOn, bool HasUnsyncedEdits,
    bool IsClosed)
{
    public int OnTheWay { get; init; }

    public int Refused { get; init; }
}

[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadGrant(long Id) : IQuery<GrantView>;

public sealed record GrantView(
    long Id, string AnalyticCode, string Title, string Donor, string Unit, bool UnitIsMapped, string Template, string Currency, DateOnly StartsOn, DateOnly EndsOn,
    DateTimeOffset? ClosedAt, IReadOnlyList<MissingCategory> MissingCategories);

/// <summary>A category of the grant's template that its budget does not have, or no longer.</summary>
public sealed record MissingCategory(long TemplateCategoryId, string Code, string Name);

public sealed record GrantIsGone() : NotFound("This grant is not here. It may belong to another organisation, or the address is wrong.");

/// <summary>Starts a grant: its budget takes a snapshot of the template's categories and detail rows, and it has one project.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CreateGrant(
    long UnitId, long DonorId, long TemplateId, string Title, string Code, string Currency, DateOnly StartsOn, DateOnly EndsOn) : ICommand<long>;

internal sealed class ListGrantsValidator : AbstractValidator<ListGrants>
{
    public static readonly string[] Sorts = ["title", "code", "donor", "unit", "starts", "ends", "budget"];

    public ListGrantsValidator() => RuleFor(r => r.Sort).MustSortBy(Sorts);
}

internal sealed class CreateGrantValidator : AbstractValidator<CreateGrant>
{
    public CreateGrantValidator()
    {
        RuleFor(r => r.Title).GrantTitle();
        RuleFor(r => r.Code).GrantCode();
        RuleFor(r => r.Currency).Must(Money.IsCurrency).WithMessage(r => $"'{r.Currency}' is not an ISO 4217 currency. Examples: EUR, USD, KES.");
        RuleFor(r => r.EndsOn).GreaterThanOrEqualTo(r => r.StartsOn).WithMessage("The grant ends before it starts.");
    }
}

internal sealed class GrantHandlers(GrantSyncDb db, Caller caller)
    : IRequestHandler<ListGrants, Result<IReadOnlyList<GrantItem>>>,
        IRequestHandler<ReadGrant, Result<GrantView>>,
        IRequestHandler<CreateGrant, Result<long>>
{
    public async Task<Result<IReadOnlyList<GrantItem>>> Handle(ListGrants request, CancellationToken cancellationToken)
    {
        var rows =
            from grant in db.Grants
            join donor in db.Donors on grant.DonorId equals donor.Id
            join unit in db.Units on grant.UnitId equals unit.Id
            join budget in db.Budgets on grant.Id equals budget.GrantId
            select new { grant, donor, unit, budget };
        if (SearchText.Pattern(request.Search) is { } pattern)
        {
            rows = rows.Where(r => EF.Functions.ILike(r.grant.Title, pattern, SearchText.Escape) || EF.Functions.ILike(r.grant.AnalyticCode, pattern, SearchText.Escape)
                || EF.Functions.ILike(r.donor.Name, pattern, SearchText.Escape));
        }

        rows = rows.Where(r => (request.Donor == null || r.donor.Id == request.Donor)
            && (request.Unit == null || r.unit.Id == request.Unit)
            && (request.Template == null || r.grant.TemplateId == request.Template));
        rows = request.State switch
        {
            GrantState.Open => rows.Where(r => r.grant.ClosedAt == null),
            GrantState.Closed => rows.Where(r => r.grant.ClosedAt != null),
            GrantState.NotSynced => rows.Where(r => r.grant.ClosedAt == null && r.budget.Revision != r.budget.SyncedRevision),
            _ => rows,
        };
        var sorting = Sorting.Read(request.Sort, "code");
        var sorted = sorting.By switch
        {
            "title" => sorting.Apply(rows, r => r.grant.Title),
            "donor" => sorting.Apply(rows, r => r.donor.Name),
            "unit" => sorting.Apply(rows, r => r.unit.Name),
            "starts" => sorting.Apply(rows, r => r.grant.StartsOn),
            "ends" => sorting.Apply(rows, r => r.grant.EndsOn),
            "budget" => sorting.Apply(rows, r => r.budget.Categories.SelectMany(c => c.Lines).Where(l => l.RemovedAt == null).Sum(l => l.Amount)),
            _ => sorting.Apply(rows, r => r.grant.AnalyticCode),
        };
        var grants = await sorted.ThenBy(r => r.grant.AnalyticCode)
            .Select(r => new GrantItem(
                r.grant.Id,
                r.grant.AnalyticCode,
                r.grant.Title,
                r.donor.Name,
                r.unit.Name,
                r.grant.Currency,
                r.budget.Categories.SelectMany(c => c.Lines).Where(l => l.RemovedAt == null).Sum(l => l.Amount),
                r.grant.StartsOn,
                r.grant.EndsOn,
                r.budget.Revision != r.budget.SyncedRevision,
                r.grant.ClosedAt != null))
            .ToListAsync(cancellationToken);
        var open = (await db.Unsettled().Where(i => i.GrantId != null).GroupBy(i => new { i.GrantId, Refused = i.State == IntentState.Refused })
            .Select(g => new { g.Key.GrantId, g.Key.Refused, Count = g.Count() }).ToListAsync(cancellationToken)).ToLookup(g => (g.GrantId, g.Refused), g => g.Count);
        return grants.ConvertAll(g => g with { OnTheWay = open[(g.Id, false)].Sum(), Refused = open[(g.Id, true)].Sum() });
    }

    public async Task<Result<GrantView>> Handle(ReadGrant request, CancellationToken cancellationToken)
    {
        var found = await (
            from grant in db.Grants
            where grant.Id == request.Id
            join donor in db.Donors on grant.DonorId equals donor.Id
            join unit in db.Units on grant.UnitId equals unit.Id
            join template in db.BudgetTemplates on grant.TemplateId equals template.Id
            select new GrantView(
                grant.Id,
                grant.AnalyticCode,
                grant.Title,
                donor.Name,
                unit.Name,
                unit.OdooCompanyId != null,
                template.Name,
                grant.Currency,
                grant.StartsOn,
                grant.EndsOn,
                grant.ClosedAt,
                db.TemplateCategories
                    .Where(t => t.TemplateId == grant.TemplateId
                        && (t.RemovedAt == null || db.BudgetCategories.Any(c => c.TemplateCategoryId == t.Id && db.Budgets.Any(b => b.Id == c.BudgetId && b.GrantId == grant.Id)))
                        && !db.BudgetCategories.Any(c => c.TemplateCategoryId == t.Id && c.RemovedAt == null && db.Budgets.Any(b => b.Id == c.BudgetId && b.GrantId == grant.Id)))
                    .OrderBy(t => t.Position).Select(t => new MissingCategory(t.Id, t.Code, t.Name)).ToList())).SingleOrDefaultAsync(cancellationToken);
        return found is null ? new GrantIsGone() : found;
    }

    public async Task<Result<long>> Handle(CreateGrant request, CancellationToken cancellationToken)
    {
        var unit = await db.Units.SingleOrDefaultAsync(u => u.Id == request.UnitId, cancellationToken);
        var donor = await db.Donors.SingleOrDefaultAsync(d => d.Id == request.DonorId, cancellationToken);
        var template = await db.BudgetTemplates.AsSplitQuery().Include(t => t.Categories).ThenInclude(c => c.Details)
            .SingleOrDefaultAsync(t => t.Id == request.TemplateId, cancellationToken);
        if (unit is null or { ArchivedAt: not null })
        {
            return new Invalid(nameof(request.UnitId), unit is null ? "Choose a unit." : $"The unit {unit.Name} is archived. Restore it, or choose another.");
        }

        if (donor is null or { ArchivedAt: not null })
        {
            return new Invalid(nameof(request.DonorId), donor is null ? "Choose a donor." : $"The donor {donor.Name} is archived. Restore it, or choose another.");
        }

        if (template is null or { ArchivedAt: not null })
        {
            return new Invalid(
                nameof(request.TemplateId), template is null ? "Choose a budget template." : $"The template {template.Name} is archived. Restore it, or choose another.");
        }

        var categories = template.Categories.Where(c => c.RemovedAt is null).OrderBy(c => c.Position).ToList();
        if (categories.Count == 0)
        {
            return new Invalid(nameof(request.TemplateId), $"The template {template.Name} has no categories yet. Add them under Budget templates first.");
        }

        var analyticCode = Grant.AnalyticCodeOf(unit.CountryCode, donor.Code, request.Code);
        if (await db.CodeIsTaken(analyticCode, cancellationToken) is { } taken)
        {
            return taken;
        }

        var grant = new Grant
        {
            TenantId = caller.Tenant,
            UnitId = unit.Id,
            DonorId = donor.Id,
            TemplateId = template.Id,
            Title = request.Title.Trim(),
            Code = request.Code,
            AnalyticCode = analyticCode,
            Currency = request.Currency,
            StartsOn = request.StartsOn,
            EndsOn = request.EndsOn,
            Projects = [new Project { TenantId = caller.Tenant, Name = request.Title.Trim(), Code = analyticCode }],
        };
        db.Grants.Add(grant);
        await db.SaveChangesAsync(cancellationToken);
        db.Budgets.Add(new Budget
        {
            TenantId = caller.Tenant,
            GrantId = grant.Id,
            Currency = request.Currency,
            IndirectRate = template.IndirectRate,
            Categories = [.. categories.Select(category => new BudgetCategory
            {
                TenantId = caller.Tenant,
                TemplateCategoryId = category.Id,
                Code = category.Code,
                Name = category.Name,
                Position = category.Position,
                IsIndirect = category.IsIndirect,
                Lines = [.. category.Details.Select(detail => new BudgetLine
                {
                    TenantId = caller.Tenant,
                    Code = detail.Code,
                    Description = detail.Name,
                    Position = detail.Position,
                })],
            })],
        });
        await db.SaveChangesAsync(cancellationToken);
        return grant.Id;
    }
}
