using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GrantSync.Web.SignIn;

/// <summary><c>Authorization: Bearer gs_...</c>: a script acts as the user who made the token.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Doorkeeper doorkeeper)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    public static bool IsIn(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsIn(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var bearer = await doorkeeper.WhoBears(Request.Headers.Authorization.ToString()[Prefix.Length..].Trim(), Context.RequestAborted);
        if (bearer.IsRefused)
        {
            Context.Items[typeof(Application.Pipeline.Refusal)] = bearer.Refusal;
            return AuthenticateResult.Fail(bearer.Refusal!.Sentence);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(Doorkeeper.PrincipalOf(bearer.Value, Schemes.Token), Schemes.Token));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
