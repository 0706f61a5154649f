using GrantSync.Application.Donors;
using MediatR;

namespace GrantSync.Web.Api;

internal static class DonorsApi
{
    public static void MapDonors(this IEndpointRouteBuilder api)
    {
        var donors = api.MapGroup("/donors").WithTags("Donors");
        donors.MapGet("", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ListDonors(), all => TypedResults.Ok(all.Select(d => new DonorShown(d.Id, d.Name, d.Code))), cancellationToken))
            .Sends<ListDonors, IEnumerable<DonorShown>>("The donors");
        donors.MapPost("", (DonorBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new SaveDonor(null, body.Name, body.Code), id => Routing.Made(id), cancellationToken))
            .Sends<SaveDonor, NewId>("Add a donor", StatusCodes.Status201Created);
        donors.MapPut("/{id:long}", (long id, DonorBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new SaveDonor(id, body.Name, body.Code), cancellationToken))
            .Sends<SaveDonor>("Change a donor");
    }

    internal sealed record DonorBody(string Name, string Code);

    internal sealed record DonorShown(long Id, string Name, string Code);
}
