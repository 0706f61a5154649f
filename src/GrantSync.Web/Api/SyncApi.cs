using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using MediatR;

namespace GrantSync.Web.Api;

internal static class SyncApi
{
    private const int LongestWait = 60;

    /// <summary>How long to believe a feed that says nothing, and how long to let changes gather before looking again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2), Gather = TimeSpan.FromMilliseconds(150);

    public static void MapSync(this IEndpointRouteBuilder api)
    {
        var sync = api.MapGroup("/grants/{id:long}").WithTags("Sync");
        sync.MapPost("/sync", (long id, SyncBody? body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(
                    new SyncGrant(id, body?.AcceptSharedCodes ?? false),
                    receipt => TypedResults.Accepted(string.Create(CultureInfo.InvariantCulture, $"{ApiRoutes.Root}/grants/{id}/progress"), receipt),
                    cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<SyncGrant, SyncReceipt>("Send the saved budget to Odoo; doing it twice sends nothing twice", StatusCodes.Status202Accepted);
        sync.MapGet("/sync/plan", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new PlanSync(id), cancellationToken))
            .Sends<PlanSync, SyncPlan>("What sync would send now, call by call and row by row, without sending anything");
        sync.MapGet("/progress", Progress)
            .Sends<ReadBudget, SyncProgress>("How far the grant's records are; wait=60 answers when all have settled, or after so many seconds");
    }

    public static void MapSyncState(this IEndpointRouteBuilder api)
    {
        var state = api.MapGroup("/sync").WithTags("Sync");
        state.MapGet("", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadSyncState(), cancellationToken))
            .Sends<ReadSyncState, SyncState>("What is on its way to Odoo, what waits for a person and why");
        state.MapPost("/try-again", (TryAgain body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, count => TypedResults.Ok(new TriedAgain(count)), cancellationToken))
            .Sends<TryAgain, TriedAgain>("Send refused records again as they are: some by id, or all of one kind");
    }

    private static async Task<IResult> Progress(
        long id, int? wait, IMediator mediator, ChangeFeed feed, TimeProvider time, IHostApplicationLifetime program, CancellationToken cancellationToken)
    {
        if (wait is < 0 or > LongestWait)
        {
            return new RefusalResult(new Invalid("Wait", $"Wait between 0 and {LongestWait} seconds, then ask again."));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, program.ApplicationStopping);
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(wait ?? 0);
        while (true)
        {
            // listening begins before the look, so that no change falls between the two
            var changed = feed.Next(LookAgain, stop.Token);
            var budget = await mediator.Send(new ReadBudget(id), cancellationToken);
            if (budget.IsRefused)
            {
                return new RefusalResult(budget.Refusal!);
            }

            if (budget.Value.Progress.IsSettled || time.GetUtcNow() >= until || stop.IsCancellationRequested)
            {
                return TypedResults.Ok(budget.Value.Progress);
            }

            await Task.WhenAll(changed, Task.Delay(Gather, time, stop.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal sealed record TriedAgain(int Count);

    internal sealed record SyncBody(bool AcceptSharedCodes = false);
}
