using System.Threading.RateLimiting;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.SignIn;

/// <summary>Slows down who tries passwords: so many attempts a minute from one address, whatever the account.</summary>
internal static class SignInLimit
{
    public static void AddSignInLimit(this IServiceCollection services, int attemptsAMinute) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            context.HttpContext.Items[typeof(Refusal)] = new Forbidden("There were too many attempts to sign in from your address. Wait a minute, then try again.");
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments(Schemes.SignInPath, StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    http.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = attemptsAMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
    });
}
