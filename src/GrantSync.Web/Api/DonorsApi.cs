using GrantSync.Application.Donors;
using GrantSync.Application.Lists;
using MediatR;

namespace GrantSync.Web.Api;

internal static class DonorsApi
{
    public static void MapDonors(this IEndpointRouteBuilder api)
    {
        var donors = api.MapGroup("/donors").WithTags("Donors");
        donors.MapGet("", (string? search, Word<Which>? show, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(
                    new ListDonors(search, show?.Value ?? Which.Active, sort),
                    all => TypedResults.Ok(all.Select(d => new DonorShown(d.Id, d.Name, d.Code, d.ArchivedAt))),
                    cancellationToken))
            .Sends<ListDonors, IEnumerable<DonorShown>>("The donors; show is active, archived or all, sort is name or code");
        donors.MapPost("", (DonorBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new SaveDonor(null, body.Name, body.Code), id => Routing.Made(id), cancellationToken))
            .Sends<SaveDonor, NewId>("Add a donor", StatusCodes.Status201Created);
        donors.MapPut("/{id:long}", (long id, DonorBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new SaveDonor(id, body.Name, body.Code), cancellationToken))
            .Sends<SaveDonor>("Change a donor");
        donors.MapPost("/{id:long}/archive", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Do(new ArchiveDonor(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<ArchiveDonor>("Put a donor away, once none of its grants is open");
        donors.MapPost("/{id:long}/restore", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Do(new RestoreDonor(id), cancellationToken))
            .Sends<RestoreDonor>("Take an archived donor up again");
    }

    internal sealed record DonorBody(string Name, string Code);

    internal sealed record DonorShown(long Id, string Name, string Code, DateTimeOffset? ArchivedAt);
}
