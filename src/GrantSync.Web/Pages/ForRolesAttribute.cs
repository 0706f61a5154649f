using GrantSync.Application.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace GrantSync.Web.Pages;

/// <summary>Who may open a page. A page without it is open to nobody who is signed out: a test holds that each says who.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForRolesAttribute(params Role[] roles) : Attribute, IAuthorizationFilter
{
    public static readonly Role[] All = Enum.GetValues<Role>();

    public IReadOnlyList<Role> Roles { get; } = roles.Length == 0 ? All : roles;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var caller = context.HttpContext.RequestServices.GetRequiredService<Caller>();
        if (caller.Role is not { } role)
        {
            context.Result = new ChallengeResult();
        }
        else if (!Roles.Contains(role))
        {
            context.HttpContext.Items[typeof(Refusal)] = new Forbidden("Your role does not include this page. Ask an admin of your organisation.");
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
        }
    }
}
