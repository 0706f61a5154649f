using GrantSync.Application.Amendments;
using MediatR;

namespace GrantSync.Web.Api;

internal static class AmendmentsApi
{
    public static void MapAmendments(this IEndpointRouteBuilder api)
    {
        var grant = api.MapGroup("/grants/{id:long}").WithTags("Amendments");
        grant.MapPost("/award", (long id, AwardBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new MarkAwarded(id, body.AwardedOn), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<MarkAwarded>("Mark the grant as awarded: its saved budget is kept as revision 1, and from now on Sync asks for amendments");
        grant.MapDelete("/award", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Do(new TakeBackAward(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<TakeBackAward>("Take an award back that was marked by mistake, while there is no amendment");
        grant.MapGet("/revisions", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadRevisions(id), cancellationToken))
            .Sends<ReadRevisions, RevisionsView>("The kept revisions, newest first, and what the saved budget has that the newest one has not");
        grant.MapPost("/revisions", (long id, AmendmentBody body, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(
                new KeepAmendment(id, body.ApprovedOn, body.Reason, body.Seen), number => TypedResults.Json(new KeptRevision(number), statusCode: StatusCodes.Status201Created), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<KeepAmendment, KeptRevision>("Keep the saved budget as the next revision, with the donor's day of approval and the reason", StatusCodes.Status201Created);
        grant.MapGet("/revisions/{number:int}", (long id, int number, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadRevision(id, number), cancellationToken))
            .Sends<ReadRevision, RevisionView>("One revision with its whole budget");
        grant.MapPost("/revisions/{number:int}/put-back", (long id, int number, PutBackBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new PutBack(id, number, body.Seen), revision => TypedResults.Ok(new PutBackDone(revision)), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<PutBack, PutBackDone>("Discard the changes since a revision: the saved budget is as it was then");
        grant.MapGet("/revisions/compare", (long id, int? from, int? to, bool? all, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new CompareRevisions(id, from, to, all ?? false), cancellationToken))
            .Sends<CompareRevisions, RevisionComparison>("What differs between two revisions, line by line and cell by cell; left out, a side is the saved budget; all=true names unchanged lines too");
    }

    internal sealed record AwardBody(DateOnly AwardedOn);

    /// <param name="Seen">The <c>mark</c> of the revisions that you read; the amendment is refused when the budget was changed since.</param>
    internal sealed record AmendmentBody(DateOnly ApprovedOn, string Reason, string? Seen = null);

    /// <param name="Seen">As for an amendment.</param>
    internal sealed record PutBackBody(string? Seen = null);

    internal sealed record KeptRevision(int Number);

    internal sealed record PutBackDone(int Revision);
}
