using GrantSync.Application.Drift;
using MediatR;

namespace GrantSync.Web.Api;

internal static class DriftApi
{
    public static void MapDrift(this IEndpointRouteBuilder api)
    {
        var drift = api.MapGroup("/drift").WithTags("Drift");
        drift.MapGet("", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadDrift(), cancellationToken))
            .Sends<ReadDrift, DriftView>("What was changed in Odoo: what waits for a decision, and the latest decisions");
        drift.MapPost("/check", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new CheckDrift(), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<CheckDrift, DriftReport>("Compare every account and project with Odoo now");
        drift.MapPost("/decisions", (DecisionBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new DecideDrift(body.Ids, body.Decision), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<DecideDrift, DriftDecided>("Keep Odoo's values or write ours, for one finding or many");
    }

    /// <param name="Ids">The findings' ids.</param>
    /// <param name="Decision"><c>keepOdoo</c> or <c>writeOurs</c>.</param>
    internal sealed record DecisionBody(IReadOnlyList<long> Ids, DriftDecision Decision);
}
