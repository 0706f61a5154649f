using GrantSync.Application.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace GrantSync.Web.Pages;

/// <summary>The way in: support watches tenants, everybody else works on grants.</summary>
[ForRoles]
public sealed class IndexModel(Caller caller) : PageModel
{
    public IActionResult OnGet() => Redirect(caller.Role == Role.Support ? "/support" : "/grants");
}
