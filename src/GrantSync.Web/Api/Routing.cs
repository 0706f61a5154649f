using System.Reflection;
using GrantSync.Application.Pipeline;
using GrantSync.Web.SignIn;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace GrantSync.Web.Api;

/// <summary>What all routes of the API have in common.</summary>
internal static class Routing
{
    /// <summary>A route that answers <typeparamref name="TAnswer"/> as JSON.</summary>
    public static RouteHandlerBuilder Sends<TRequest, TAnswer>(this RouteHandlerBuilder route, string summary, int status = StatusCodes.Status200OK) =>
        route.Guard(typeof(TRequest), summary).Produces<TAnswer>(status);

    /// <summary>A route that answers nothing but that it is done.</summary>
    public static RouteHandlerBuilder Sends<TRequest>(this RouteHandlerBuilder route, string summary) =>
        route.Guard(typeof(TRequest), summary).Produces(StatusCodes.Status204NoContent);

    public static Task<IResult> Ask<T>(this IMediator mediator, IRequest<Result<T>> request, CancellationToken cancellationToken) =>
        mediator.Ask(request, value => TypedResults.Ok(value), cancellationToken);

    public static async Task<IResult> Ask<T>(
        this IMediator mediator, IRequest<Result<T>> request, Func<T, IResult> answer, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(request, cancellationToken);
        return result.Refusal is { } refusal ? new RefusalResult(refusal) : answer(result.Value);
    }

    public static Task<IResult> Do<T>(this IMediator mediator, IRequest<Result<T>> request, CancellationToken cancellationToken) =>
        mediator.Ask(request, _ => TypedResults.NoContent(), cancellationToken);

    /// <summary>201 with the new thing's id and, where it can be read by itself, its address.</summary>
    public static IResult Made(long id, string? address = null) =>
        address is null ? TypedResults.Json(new NewId(id), statusCode: StatusCodes.Status201Created) : TypedResults.Created(ApiRoutes.Root + address, new NewId(id));

    /// <summary>
    /// The roles are the request's own, checked here before a body is read, and by the pipeline again. A browser's cookie is good for
    /// reading only: what writes needs a token, which no foreign page can send, so the API needs no antiforgery tokens.
    /// </summary>
    private static RouteHandlerBuilder Guard(this RouteHandlerBuilder route, Type request, string summary)
    {
        var allow = request.GetCustomAttribute<AllowAttribute>() ?? throw new InvalidOperationException($"{request.Name} does not say who may send it.");
        route.Add(endpoint =>
        {
            var reads = endpoint.Metadata.OfType<IHttpMethodMetadata>().Single().HttpMethods is ["GET"];
            endpoint.Metadata.Add(new AuthorizeAttribute
            {
                Roles = string.Join(',', allow.Roles),
                AuthenticationSchemes = reads ? null : Schemes.Token,
            });
        });
        return route.WithSummary(summary)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
    }
}

internal sealed record NewId(long Id);
