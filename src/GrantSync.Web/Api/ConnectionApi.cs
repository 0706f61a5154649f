using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Web.Api;

internal static class ConnectionApi
{
    public static void MapConnection(this IEndpointRouteBuilder api)
    {
        var connection = api.MapGroup("/connection").WithTags("Connection");
        connection.MapGet("", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(
                    new ReadConnection(),
                    saved => saved is null ? new RefusalResult(new NotFound("No Odoo is connected yet.")) : TypedResults.Ok(saved),
                    cancellationToken))
            .Sends<ReadConnection, ConnectionView>("The organisation's connection to Odoo, without the key");
        connection.MapPost("/test", (TestConnection body, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(body, cancellationToken))
            .Sends<TestConnection, ConnectionReport>("Try an Odoo without saving anything; the report says step by step what works, and suggests plans");
        connection.MapPut("", (SaveConnection body, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(body, cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<SaveConnection, ConnectionReport>(
                "Save the connection after testing it; a plan with existingPlanId is used as it is, one without is made under its name");
        connection.MapDelete("", (bool? leaveRecords, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new Disconnect(leaveRecords ?? false), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<Disconnect, DisconnectReceipt>("End the connection after archiving what is ours in Odoo; leaveRecords=true ends it at once, without a call");
        connection.MapGet("/companies", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ListOdooCompanies(), cancellationToken))
            .Sends<ListOdooCompanies, IReadOnlyList<OdooCompany>>("The companies in Odoo, to map units to");
    }
}
