using System.Globalization;
using System.Security.Claims;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;
using MediatR;
using Microsoft.AspNetCore.Authentication;

namespace GrantSync.Web.SignIn;

/// <summary>Opens and closes the session of a browser, and says who a cookie or a token belongs to.</summary>
public sealed class Doorkeeper(IServiceScopeFactory scopes)
{
    /// <summary>Checks the password and gives the browser its cookie; the refusal is for the form.</summary>
    public async Task<Result<SignedIn>> SignIn(HttpContext http, string email, string password)
    {
        var found = await Ask(new Application.Users.SignIn(email, password), http.RequestAborted);
        if (!found.IsRefused)
        {
            await http.SignInAsync(Schemes.Session, PrincipalOf(found.Value, Schemes.Session));
        }

        return found;
    }

    public Task SignOut(HttpContext http) => http.SignOutAsync(Schemes.Session);

    internal Task<Result<SignedIn>> WhoIs(long userId, CancellationToken cancellationToken) => Ask(new CheckCaller(userId), cancellationToken);

    internal Task<Result<SignedIn>> WhoBears(string token, CancellationToken cancellationToken) => Ask(new FindTokenBearer(token), cancellationToken);

    internal static ClaimsPrincipal PrincipalOf(SignedIn signedIn, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, signedIn.UserId.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, signedIn.Name),
            new Claim(ClaimTypes.Role, signedIn.Role.ToString()),
            new Claim(TenantClaim, signedIn.Tenant),
        ],
        scheme));

    internal static SignedIn? SignedInOf(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true } && UserIdOf(principal) is { } userId
            ? new SignedIn(
                userId,
                principal.FindFirstValue(ClaimTypes.Name)!,
                Enum.Parse<Role>(principal.FindFirstValue(ClaimTypes.Role)!),
                principal.FindFirstValue(TenantClaim)!)
            : null;

    internal static long? UserIdOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private const string TenantClaim = "tenant";

    /// <summary>These look among all tenants, so they get a scope of their own: the request's caller never sees that much.</summary>
    private async Task<Result<SignedIn>> Ask(IRequest<Result<SignedIn>> question, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(question, cancellationToken);
    }
}
