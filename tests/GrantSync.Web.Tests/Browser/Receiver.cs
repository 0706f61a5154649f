using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Web.Tests.Browser;

/// <summary>A receiver of webhooks on loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication web;

    private Receiver(WebApplication web) => this.web = web;

    public ConcurrentQueue<string> Bodies { get; } = new();

    public int Status { get; set; } = 204;

    public string Address => web.Urls.Single();

    public static async Task<Receiver> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var receiver = new Receiver(web);
        web.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            receiver.Bodies.Enqueue(await reader.ReadToEndAsync());
            http.Response.StatusCode = receiver.Status;
        });
        await web.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();
}
