using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;
using MediatR;

namespace GrantSync.Web.Api;

internal static class MeApi
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", (Caller caller) => TypedResults.Ok(new Me(caller.UserId!.Value, caller.Name, caller.Role!.Value, caller.Tenant)))
            .WithTags("Me").WithSummary("Who the token or the session belongs to").Produces<Me>();

        var tokens = api.MapGroup("/tokens").WithTags("API tokens");
        tokens.MapGet("", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ListApiTokens(), cancellationToken))
            .Sends<ListApiTokens, IReadOnlyList<ApiTokenItem>>("Your API tokens, without the secrets");
        tokens.MapPost("", (NewToken body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(
                    new CreateApiToken(body.Name),
                    token => TypedResults.Json(new MadeToken(token), statusCode: StatusCodes.Status201Created),
                    cancellationToken))
            .Sends<CreateApiToken, MadeToken>("Make an API token; the answer is the only time that it is shown", StatusCodes.Status201Created);
        tokens.MapDelete("/{id:long}", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new RevokeApiToken(id), cancellationToken))
            .Sends<RevokeApiToken>("Revoke one of your API tokens");
    }

    /// <param name="Tenant">Your organisation's id; <c>*</c> for support, who see every tenant.</param>
    internal sealed record Me(long UserId, string Name, Role Role, string Tenant);

    internal sealed record NewToken(string Name);

    internal sealed record MadeToken(string Token);
}
