using GrantSync.Application.Users;
using MediatR;

namespace GrantSync.Web.Api;

internal static class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ListUsers(), cancellationToken))
            .Sends<ListUsers, IReadOnlyList<UserItem>>("The organisation's users");
        users.MapPost("", (CreateUser body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, id => Routing.Made(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<CreateUser, NewId>("Give somebody access", StatusCodes.Status201Created);
        users.MapPost("/{id:long}/deactivate", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new DeactivateUser(id), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<DeactivateUser>("Take somebody's access away: their session and their tokens end at once");
    }
}
