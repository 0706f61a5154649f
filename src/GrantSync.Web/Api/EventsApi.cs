using System.Globalization;
using System.Text;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;

namespace GrantSync.Web.Api;

/// <summary>
/// Server-sent events: <c>changed</c> when something moved for the caller's tenant, with the tenant as data. What moved is for the page to
/// ask: the feed tells no secrets and needs no order.
/// </summary>
internal static class EventsApi
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15), Gather = TimeSpan.FromMilliseconds(200);

    /// <summary>Then the browser connects again, and is asked again who it is.</summary>
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(5);

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", Stream).WithTags("Events").WithSummary("Server-sent events: 'changed' when something moved for your tenant")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static async Task Stream(HttpContext http, Caller caller, ChangeFeed feed, TimeProvider time, IHostApplicationLifetime program)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, program.ApplicationStopping);
        stop.CancelAfter(LongestStream);
        using var changes = feed.Watch();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Write(http, "retry: 2000\nid: 1\nevent: connected\ndata: {}\n\n", stop.Token);
            if (http.Request.Headers.ContainsKey("Last-Event-ID"))
            {
                // it was away for a moment and may have missed something
                await Write(http, Changed(caller.Tenant), stop.Token);
            }

            while (true)
            {
                if (!await changes.Any(Heartbeat, stop.Token))
                {
                    await Write(http, ": still here\n\n", stop.Token);
                    continue;
                }

                await Task.Delay(Gather, time, stop.Token);
                foreach (var tenant in changes.Take().Where(tenant => Concerns(caller, tenant)))
                {
                    await Write(http, Changed(tenant), stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the browser went away, the time is up, or the program stops: an end like any other
        }
    }

    private static bool Concerns(Caller caller, string tenant) => caller.Tenant == Caller.EveryTenant || tenant == Caller.EveryTenant || tenant == caller.Tenant;

    private static string Changed(string tenant) => string.Create(CultureInfo.InvariantCulture, $"id: 1\nevent: changed\ndata: {tenant}\n\n");

    private static async Task Write(HttpContext http, string text, CancellationToken cancellationToken)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
