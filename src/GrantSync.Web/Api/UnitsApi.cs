using GrantSync.Application.Lists;
using GrantSync.Application.Units;
using MediatR;

namespace GrantSync.Web.Api;

internal static class UnitsApi
{
    public static void MapUnits(this IEndpointRouteBuilder api)
    {
        var units = api.MapGroup("/units").WithTags("Units");
        units.MapGet("", (string? search, Word<Which>? show, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ListUnits(search, show?.Value ?? Which.Active, sort), all => TypedResults.Ok(all.Select(Shown)), cancellationToken))
            .Sends<ListUnits, IEnumerable<UnitShown>>("The organisation's units; show is active, archived or all, sort is name, country or company");
        units.MapPost("", (UnitBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(Save(null, body), id => Routing.Made(id), cancellationToken))
            .Sends<SaveUnit, NewId>("Add a unit", StatusCodes.Status201Created);
        units.MapPut("/{id:long}", (long id, UnitBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(Save(id, body), cancellationToken))
            .Sends<SaveUnit>("Change a unit, or map it to its Odoo company");
        units.MapPost("/{id:long}/archive", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Do(new ArchiveUnit(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<ArchiveUnit>("Put a unit away, once none of its grants is open");
        units.MapPost("/{id:long}/restore", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Do(new RestoreUnit(id), cancellationToken))
            .Sends<RestoreUnit>("Take an archived unit up again");
    }

    private static SaveUnit Save(long? id, UnitBody body) => new(id, body.Name, body.CountryCode, body.OdooCompanyId, body.OdooCompanyName);

    private static UnitShown Shown(Application.Units.Unit unit) => new(unit.Id, unit.Name, unit.CountryCode, unit.OdooCompanyId, unit.OdooCompanyName, unit.ArchivedAt);

    internal sealed record UnitBody(string Name, string CountryCode, int? OdooCompanyId = null, string? OdooCompanyName = null);

    internal sealed record UnitShown(long Id, string Name, string CountryCode, int? OdooCompanyId, string? OdooCompanyName, DateTimeOffset? ArchivedAt);
}
