using System.Threading.RateLimiting;

namespace GrantSync.Web.SignIn;

/// <summary>Slows down who tries passwords: so many attempts a minute from one address, whatever the account.</summary>
internal static class SignInLimit
{
    public static void AddSignInLimit(this IServiceCollection services, int attemptsAMinute) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments(Schemes.SignInPath, StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    http.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = attemptsAMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
    });
}
