using System.Diagnostics;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Hosting;

/// <summary>A line a request: who, what, how it ended, how long. The query string stays out: it may hold what was searched for.</summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var started = Stopwatch.GetTimestamp();
        await next(http);
        if (!http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            log.LogInformation(
                "{Method} {Path} {Status} in {Milliseconds} ms for user {User} of {Tenant}",
                http.Request.Method,
                http.Request.Path.Value,
                http.Response.StatusCode,
                (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                caller.UserId,
                caller.Tenant);
        }
    }
}
