using GrantSync.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace GrantSync.Web.Pages.Account;

[AllowAnonymous]
public sealed class SignOutModel(Doorkeeper doorkeeper) : PageModel
{
    public IActionResult OnGet() => Redirect("/sign-in");

    public async Task<IActionResult> OnPost()
    {
        await doorkeeper.SignOut(HttpContext);
        return Redirect("/sign-in");
    }
}
