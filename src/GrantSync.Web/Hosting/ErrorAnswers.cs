namespace GrantSync.Web.Hosting;

/// <summary>What is answered when nothing else was: a problem for the API, the error page for a browser. Never a stack trace.</summary>
internal static class ErrorAnswers
{
    public const string ErrorPage = "/error";

    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.UseWhen(IsApi, api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
        app.UseWhen(http => !IsApi(http), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = ErrorPage, AllowStatusCode404Response = true });
            pages.UseStatusCodePagesWithReExecute(ErrorPage, "?status={0}");
        });
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
