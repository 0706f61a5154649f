using GrantSync.Web.SignIn;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Account;

[AllowAnonymous]
public sealed class SignInModel(IMediator mediator, Doorkeeper doorkeeper, IConfiguration configuration) : Clerk(mediator)
{
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The demo's people; none outside of the demo.</summary>
    public IReadOnlyList<SignInChoice> Demo { get; } = configuration.GetSection("GrantSync:DemoSignIns").Get<List<SignInChoice>>() ?? [];

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        var signedIn = await doorkeeper.SignIn(HttpContext, Form.Email ?? "", Form.Password ?? "");
        return signedIn.Refusal is { } refusal ? ShowAgain(refusal) : LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }
}

public sealed class SignInForm
{
    public string? Email { get; set; }

    public string? Password { get; set; }
}

/// <summary>Somebody whom a visitor of the demo may be.</summary>
public sealed record SignInChoice(string Name, string Words, string Email, string Password);
