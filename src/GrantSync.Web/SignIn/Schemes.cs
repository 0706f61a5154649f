using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace GrantSync.Web.SignIn;

/// <summary>Two ways in: a browser's cookie, and a script's token. Everything asks for one of them unless it says otherwise.</summary>
internal static class Schemes
{
    public const string Session = "session";
    public const string Token = "token";
    public const string SignInPath = "/sign-in";
    private const string Either = "either";

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<Doorkeeper>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = http => BearerTokens.IsIn(http.Request) ? Token : Session)
            .AddCookie(Session, Configure)
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(Token, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "grantsync";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.Events.OnValidatePrincipal = CheckAgain;
        options.Events.OnRedirectToLogin = Challenge;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>On each request: a user who was deactivated is out at once, and a changed role holds at once.</summary>
    private static async Task CheckAgain(CookieValidatePrincipalContext context)
    {
        var doorkeeper = context.HttpContext.RequestServices.GetRequiredService<Doorkeeper>();
        var now = Doorkeeper.UserIdOf(context.Principal!) is { } userId ? await doorkeeper.WhoIs(userId, context.HttpContext.RequestAborted) : null;
        if (now is { IsRefused: false })
        {
            context.ReplacePrincipal(Doorkeeper.PrincipalOf(now.Value, Session));
            return;
        }

        context.RejectPrincipal();
        await doorkeeper.SignOut(context.HttpContext);
    }

    /// <summary>A page goes to sign-in and back; a part of a page takes the whole page there; a script is told 401.</summary>
    private static Task Challenge(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Headers["HX-Redirect"] = SignInPath;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
