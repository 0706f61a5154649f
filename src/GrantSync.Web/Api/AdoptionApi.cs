using GrantSync.Application.Adoption;
using MediatR;

namespace GrantSync.Web.Api;

internal static class AdoptionApi
{
    public static void MapAdoption(this IEndpointRouteBuilder api)
    {
        var adoption = api.MapGroup("/grants/{id:long}").WithTags("Adoption");
        adoption.MapGet("/adoptable", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new FindAdoptable(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<FindAdoptable, AdoptionOffer>("Accounts and projects in Odoo with this grant's codes and names: what can be adopted, and what cannot and why");
        adoption.MapPost("/adopt", (long id, AdoptBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new Adopt(id, body.Choices), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<Adopt, AdoptionReceipt>("Bind such records to this grant, so that the next sync writes to them and makes none beside them");
    }

    internal sealed record AdoptBody(IReadOnlyList<AdoptionChoice> Choices);
}
