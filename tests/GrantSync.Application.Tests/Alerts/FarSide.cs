using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Tests.Alerts;

/// <summary>What came in by HTTP: where, with which heads, and the body byte for byte.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Heads, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A receiver of webhooks on loopback.</summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly WebApplication web;

    private FarSide(WebApplication web) => this.web = web;

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>What it answers; the usual answer is 204.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http =>
    {
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    public string Address => web.Urls.Single();

    public static async Task<FarSide> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var far = new FarSide(web);
        web.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            far.All.Enqueue(new Received(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            await far.Answer(http);
        });
        await web.StartAsync();
        return far;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await web.StopAsync(soon.Token);
        await web.DisposeAsync();
    }
}
