using FluentValidation;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Units;

/// <param name="Search">Part of the name, the country code or the Odoo company.</param>
/// <param name="Show">Those in use, those that were archived, or both.</param>
/// <param name="Sort"><c>name</c>, <c>country</c> or <c>company</c>; with a minus the other way round.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListUnits(string? Search = null, Which Show = Which.Active, string? Sort = null) : IQuery<IReadOnlyList<Unit>>;

/// <summary>Adds a unit, or changes it when <see cref="Id"/> is given. The country code of a unit with grants stays: it is in their codes.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveUnit(long? Id, string Name, string CountryCode, int? OdooCompanyId, string? OdooCompanyName) : ICommand<long>;

public sealed record UnitIsGone() : NotFound("This unit no longer exists.");

internal sealed class ListUnitsValidator : AbstractValidator<ListUnits>
{
    public ListUnitsValidator() => RuleFor(r => r.Sort).MustSortBy("name", "country", "company");
}

internal sealed class SaveUnitValidator : AbstractValidator<SaveUnit>
{
    public SaveUnitValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the unit a name.").MaximumLength(200);
        RuleFor(r => r.CountryCode).Matches("^[A-Z]{3}$").WithMessage("The country code is three capital letters, such as KEN.");
        RuleFor(r => r.OdooCompanyId).GreaterThan(0).When(r => r.OdooCompanyId is not null).WithMessage("An Odoo company id is a positive number.");
    }
}

internal sealed class UnitHandlers(GrantSyncDb db, Caller caller)
    : IRequestHandler<ListUnits, Result<IReadOnlyList<Unit>>>, IRequestHandler<SaveUnit, Result<long>>
{
    public async Task<Result<IReadOnlyList<Unit>>> Handle(ListUnits request, CancellationToken cancellationToken)
    {
        var rows = db.Units.AsNoTracking().Where(u => request.Show == Which.All || u.ArchivedAt != null == (request.Show == Which.Archived));
        if (SearchText.Pattern(request.Search) is { } pattern)
        {
            rows = rows.Where(u => EF.Functions.ILike(u.Name, pattern, SearchText.Escape) || EF.Functions.ILike(u.CountryCode, pattern, SearchText.Escape) || EF.Functions.ILike(u.OdooCompanyName!, pattern, SearchText.Escape));
        }

        var sorting = Sorting.Read(request.Sort, "name");
        var sorted = sorting.By switch
        {
            "country" => sorting.Apply(rows, u => u.CountryCode),
            "company" => sorting.Apply(rows, u => u.OdooCompanyName ?? ""),
            _ => sorting.Apply(rows, u => u.Name),
        };
        return await sorted.ThenBy(u => u.Id).ToListAsync(cancellationToken);
    }

    public async Task<Result<long>> Handle(SaveUnit request, CancellationToken cancellationToken)
    {
        var unit = request.Id is null
            ? new Unit { TenantId = caller.Tenant, Name = request.Name, CountryCode = request.CountryCode }
            : await db.Units.SingleOrDefaultAsync(u => u.Id == request.Id, cancellationToken);
        if (unit is null)
        {
            return new UnitIsGone();
        }

        if (unit.CountryCode != request.CountryCode && await db.Grants.AnyAsync(g => g.UnitId == unit.Id, cancellationToken))
        {
            return new Invalid(nameof(request.CountryCode), "The unit has grants, and their analytic codes begin with its country code: it can no longer change.");
        }

        unit.Name = request.Name.Trim();
        unit.CountryCode = request.CountryCode;
        unit.OdooCompanyId = request.OdooCompanyId;
        unit.OdooCompanyName = request.OdooCompanyName;
        if (request.Id is null)
        {
            db.Units.Add(unit);
        }

        await db.SaveChangesAsync(cancellationToken);
        return unit.Id;
    }
}
