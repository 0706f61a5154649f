using GrantSync.Application.Pipeline;
using GrantSync.Web.Tests.Api;
using GrantSync.Web.Tests.Browser;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(RunningWeb))]

namespace GrantSync.Web.Tests.Api;

/// <summary>GrantSync with its worker on a port of this machine and a database of its own, shared by all tests of the API.</summary>
public sealed class RunningWeb : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-keys-").FullName;
    private WebApplication? web;

    public string Address => web!.Urls.Single();

    public string ConnectionString => database.ConnectionString;

    public IEnumerable<RouteEndpoint> Endpoints => web!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        web = GrantSyncWeb.Build(Settings with { SignInsAMinute = 10_000 }, services => services.AddSingleton(House.NoNight));
        await web.StartAsync();
    }

    /// <summary>As this one is set up, for a test that needs another on the same database.</summary>
    public WebSettings Settings => new()
    {
        ConnectionString = database.ConnectionString,
        KeysFolder = keys,
        Urls = "http://127.0.0.1:0",
        JsonLogs = false,
        Quiet = true,
    };

    public async Task<T> Send<T>(IRequest<Result<T>> request, Action<Caller> asWhom)
    {
        await using var scope = web!.Services.CreateAsyncScope();
        asWhom(scope.ServiceProvider.GetRequiredService<Caller>());
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        Assert.True(result.Refusal is null, result.Refusal?.Sentence);
        return result.Value;
    }

    public ApiClient Client(string? token) => new(Address, token);

    public async ValueTask DisposeAsync()
    {
        if (web is not null)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await web.StopAsync(soon.Token);
            await web.DisposeAsync();
        }

        await database.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }
}
