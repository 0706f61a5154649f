using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Units;

[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListUnits : IQuery<IReadOnlyList<Unit>>;

/// <summary>Adds a unit, or changes it when <see cref="Id"/> is given. The country code of a unit with grants stays: it is in their codes.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveUnit(long? Id, string Name, string CountryCode, int? OdooCompanyId, string? OdooCompanyName) : ICommand<long>;

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
    public async Task<Result<IReadOnlyList<Unit>>> Handle(ListUnits request, CancellationToken cancellationToken) =>
        await db.Units.AsNoTracking().OrderBy(u => u.Name).ToListAsync(cancellationToken);

    public async Task<Result<long>> Handle(SaveUnit request, CancellationToken cancellationToken)
    {
        var unit = request.Id is null
            ? new Unit { TenantId = caller.Tenant, Name = request.Name, CountryCode = request.CountryCode }
            : await db.Units.SingleOrDefaultAsync(u => u.Id == request.Id, cancellationToken);
        if (unit is null)
        {
            return new NotFound("This unit no longer exists.");
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
