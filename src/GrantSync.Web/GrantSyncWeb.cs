using System.IO.Compression;
using GrantSync.Application;
using GrantSync.Web.Api;
using GrantSync.Web.Commands;
using GrantSync.Web.Demo;
using GrantSync.Web.Hosting;
using GrantSync.Web.Languages;
using GrantSync.Web.Pages;
using GrantSync.Web.SignIn;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace GrantSync.Web;

/// <summary>The web application, put together the same way for <c>serve</c>, for the demo and for the tests.</summary>
public static class GrantSyncWeb
{
    /// <summary>Builds it on a migrated database; nothing runs before <see cref="WebApplication.StartAsync"/>.</summary>
    public static WebApplication Build(WebSettings settings, Action<IServiceCollection>? more = null)
    {
        // the program's own folder is the root, wherever it is started from
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "GrantSync.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        Settings.Read(builder.Configuration);
        builder.Configuration.AddInMemoryCollection(settings.DemoSignIns.SelectMany((person, n) => new KeyValuePair<string, string?>[]
        {
            new($"GrantSync:DemoSignIns:{n}:Name", person.Name),
            new($"GrantSync:DemoSignIns:{n}:Words", person.Words),
            new($"GrantSync:DemoSignIns:{n}:Email", person.Email),
            new($"GrantSync:DemoSignIns:{n}:Password", DemoSignIn.Password),
        }));
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.LargestBody;
        });
        ConsoleLogs.Add(builder.Logging, settings.JsonLogs, settings.Quiet);

        KeysFolder.Prepare(settings.KeysFolder);
        builder.Services.AddGrantSync(settings.ForApplication());
        builder.Services.AddSignIn();
        builder.Services.AddSignInLimit(settings.SignInsAMinute);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        builder.Services.AddRazorPages().AddMvcOptions(options => ModelStateWords.SayInOurWords(options.ModelBindingMessageProvider));
        builder.Services.AddApi();
        builder.Services.AddResponseCompression(options => options.Providers.Add<BrotliCompressionProvider>());
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        builder.Services.AddSingleton(_ => new Telemetry(Exports.Start()));
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.Services.GetRequiredService<Telemetry>();
        Answer(app, settings);
        return app;
    }

    /// <summary>The order in which a request passes: what it meets first stands first.</summary>
    private static void Answer(WebApplication app, WebSettings settings)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLog>();
        app.UseSecurityHeaders();
        app.UseHsts();
        app.UseResponseCompression();
        app.UseErrorAnswers();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseLanguage();
        app.UseAuthentication();
        app.UseMiddleware<FillCaller>();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapProbes(settings.ConnectionString);
        app.MapApi();
        app.MapLanguage();
        app.MapRazorPages();
    }

    /// <summary>Ends the exports with the application.</summary>
    private sealed class Telemetry(Exports? exports) : IDisposable
    {
        public void Dispose() => exports?.Dispose();
    }
}
