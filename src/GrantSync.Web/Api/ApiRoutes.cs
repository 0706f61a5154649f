namespace GrantSync.Web.Api;

/// <summary>The HTTP API, one file a feature.</summary>
internal static class ApiRoutes
{
    public static void AddApi(this IServiceCollection services) => services.AddProblemDetails();

    public static void MapApi(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1");
}
