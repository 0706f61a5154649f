using GrantSync.Application.Pipeline;

namespace GrantSync.Web.SignIn;

/// <summary>Tells the use cases who is asking; without a sign-in the caller stays empty and sees no row.</summary>
internal sealed class FillCaller(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (Doorkeeper.SignedInOf(http.User) is { } signedIn)
        {
            caller.Is(signedIn.UserId, signedIn.Name, signedIn.Role, signedIn.Tenant);
        }

        return next(http);
    }
}
