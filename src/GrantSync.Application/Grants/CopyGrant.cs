using System.Globalization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>
/// Another grant of the same donor to the same unit, with the same budget and projects as a draft: nothing of it is in Odoo, and its lines
/// and projects get accounts of their own with its first Sync.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CopyGrant(long Id, string Title, string Code, DateOnly StartsOn, DateOnly EndsOn) : ICommand<long>;

internal sealed class CopyGrantValidator : AbstractValidator<CopyGrant>
{
    public CopyGrantValidator()
    {
        RuleFor(r => r.Title).GrantTitle();
        RuleFor(r => r.Code).GrantCode();
        RuleFor(r => r.EndsOn).GreaterThanOrEqualTo(r => r.StartsOn).WithMessage("The grant ends before it starts.");
    }
}

internal sealed class CopyGrantHandler(GrantSyncDb db, Caller caller) : IRequestHandler<CopyGrant, Result<long>>
{
    public async Task<Result<long>> Handle(CopyGrant request, CancellationToken cancellationToken)
    {
        var source = await db.Grants.AsNoTracking().Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.Id, cancellationToken);
        if (source is null)
        {
            return new GrantIsGone();
        }

        var unit = await db.Units.SingleAsync(u => u.Id == source.UnitId, cancellationToken);
        var donor = await db.Donors.SingleAsync(d => d.Id == source.DonorId, cancellationToken);
        if (unit.ArchivedAt is not null || donor.ArchivedAt is not null)
        {
            return new Conflict(unit.ArchivedAt is null
                ? $"The donor {donor.Name} is archived. Restore it before you copy one of its grants."
                : $"The unit {unit.Name} is archived. Restore it before you copy one of its grants.");
        }

        var analyticCode = Grant.AnalyticCodeOf(unit.CountryCode, donor.Code, request.Code);
        if (await db.CodeIsTaken(analyticCode, cancellationToken) is { } taken)
        {
            return taken;
        }

        var copy = new Grant
        {
            TenantId = caller.Tenant,
            UnitId = source.UnitId,
            DonorId = source.DonorId,
            TemplateId = source.TemplateId,
            Title = request.Title.Trim(),
            Code = request.Code,
            AnalyticCode = analyticCode,
            Currency = source.Currency,
            StartsOn = request.StartsOn,
            EndsOn = request.EndsOn,
            Projects = Projects(source, request.Title.Trim(), analyticCode),
        };
        db.Grants.Add(copy);
        await db.SaveChangesAsync(cancellationToken);
        var budget = await db.Budgets.AsNoTracking().AsSplitQuery().Include(b => b.Categories).ThenInclude(c => c.Lines)
            .SingleAsync(b => b.GrantId == source.Id, cancellationToken);
        var periods = BudgetPeriod.Of(budget.Periods, copy.StartsOn, copy.EndsOn).Count;
        db.Budgets.Add(new Budget
        {
            TenantId = caller.Tenant,
            GrantId = copy.Id,
            Currency = budget.Currency,
            IndirectRate = budget.IndirectRate,
            Periods = budget.Periods,
            Categories = [.. budget.Categories.Where(c => c.RemovedAt is null).OrderBy(c => c.Position).Select(c => Category(c, budget, periods))],
        });
        await db.SaveChangesAsync(cancellationToken);
        return copy.Id;
    }

    /// <summary>Their dates were those of the old grant; they run as the new one does. The one that bore its title bears the new one.</summary>
    private List<Project> Projects(Grant source, string title, string analyticCode) =>
    [
        .. source.Projects.Where(p => p.RemovedAt is null).OrderBy(p => p.Id).Select((project, at) => new Project
        {
            TenantId = caller.Tenant,
            Name = project.Name == source.Title ? title : project.Name,
            Code = at == 0 ? analyticCode : string.Create(CultureInfo.InvariantCulture, $"{analyticCode}-{at + 1}"),
            Allocated = project.Allocated,
            NotInOdoo = project.NotInOdoo,
        }),
    ];

    private BudgetCategory Category(BudgetCategory category, Budget budget, int periods) => new()
    {
        TenantId = caller.Tenant,
        TemplateCategoryId = category.TemplateCategoryId,
        Code = category.Code,
        Name = category.Name,
        Position = category.Position,
        IsIndirect = category.IsIndirect,
        Lines = [.. category.Lines.Where(l => l.RemovedAt is null).OrderBy(l => l.Position).ThenBy(l => l.Id).Select(line => Line(line, budget, periods))],
    };

    private BudgetLine Line(BudgetLine line, Budget budget, int periods)
    {
        var copy = new BudgetLine
        {
            TenantId = caller.Tenant,
            Code = line.Code,
            Description = line.Description,
            Units = line.Units,
            UnitName = line.UnitName,
            UnitValue = line.UnitValue,
            PeriodUnits = BudgetPeriod.Fit(line.PeriodUnits, periods),
            Position = line.Position,
        };
        copy.Reckon(budget.Periods, budget.Currency);
        return copy;
    }
}
