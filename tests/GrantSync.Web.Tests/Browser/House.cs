using GrantSync.Application.Jobs;
using GrantSync.Web.Tests.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(House))]

namespace GrantSync.Web.Tests.Browser;

/// <summary>GrantSync on a port of this machine and one Chromium, shared by all browser tests; each test has an <see cref="Office"/> of its own.</summary>
public sealed class House : IAsyncLifetime
{
    /// <summary>Nights begin when the tests are long over: what a test has not read or compared is not there, whenever the tests run.</summary>
    public static readonly Nights NoNight = new() { Begin = DateTimeOffset.UtcNow.AddHours(12).TimeOfDay, Spread = TimeSpan.Zero };

    private readonly TestDatabase database = new();
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-keys-").FullName;
    private WebApplication? web;
    private IPlaywright? playwright;

    public IBrowser Chromium { get; private set; } = null!;

    public IServiceProvider Services => web!.Services;

    public string Address => web!.Urls.Single();

    /// <summary>A house of its own, for a test that looks at or touches every organisation there is.</summary>
    public static async Task<House> Build()
    {
        var house = new House();
        await house.InitializeAsync();
        return house;
    }

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        web = GrantSyncWeb.Build(
            new WebSettings
            {
                ConnectionString = database.ConnectionString,
                KeysFolder = keys,
                Urls = "http://127.0.0.1:0",
                JsonLogs = false,
                Quiet = true,
                SignInsAMinute = 10_000,
            },
            services => services.AddSingleton(NoNight));
        await web.StartAsync();

        Assertions.SetDefaultExpectTimeout(20_000);
        playwright = await Playwright.CreateAsync();
        Chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GRANTSYNC_CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
        }

        playwright?.Dispose();
        if (web is not null)
        {
            // pages keep their stream of events open; they are not waited for
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await web.StopAsync(soon.Token);
            await web.DisposeAsync();
        }

        await database.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }
}
