using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Languages;

/// <summary>Whose language it is: chosen with the button in the menu and kept in this browser, otherwise the one that the browser asks for.</summary>
internal static class LanguageChoice
{
    /// <summary>Only what is shown follows the language; whatever is stored, sent or computed stays invariant, and the API speaks English.</summary>
    public static void UseLanguage(this IApplicationBuilder app) => app.UseWhen(
        http => !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
        pages => pages.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(Language.English)),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. Language.Names.Keys.Select(CultureInfo.GetCultureInfo)],
            RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ],
        }));

    public static void MapLanguage(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/language", ([FromForm] string to, [FromForm] string? back, HttpContext http) =>
        {
            if (Language.Names.ContainsKey(to))
            {
                http.Response.Cookies.Append(
                    Cookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture("", to)),
                    new CookieOptions { MaxAge = TimeSpan.FromDays(400), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
            }

            return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/");
        }).AllowAnonymous();

        routes.MapGet("/languages/{code}.json", (string code, HttpContext http) =>
        {
            if (Language.File(code) is not { } file)
            {
                return Results.NotFound();
            }

            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(file.Json, "application/json");
        }).AllowAnonymous();
    }

    /// <summary>For the page's head: where the scripts find the words; empty in English.</summary>
    public static string? WordsAddress => Language.File(Language.Now) is { } file ? $"/languages/{Language.Now}.json?v={file.Version}" : null;

    private const string Cookie = "grantsync-language";
}
