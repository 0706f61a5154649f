using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Tokens;

/// <summary>The caller's own tokens. A new one is in the answer to the form and nowhere else: not in the address, not in a cookie.</summary>
[ForRoles, ResponseCache(NoStore = true)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty]
    public TokenForm Form { get; set; } = new();

    public IReadOnlyList<ApiTokenItem> Tokens { get; private set; } = [];

    public string? Made { get; private set; }

    public Task OnGet() => ReadList();

    public async Task<IActionResult> OnPost()
    {
        var made = await Send(new CreateApiToken(Form.Name ?? ""));
        await ReadList();
        if (made.Refusal is { } refusal)
        {
            return ShowAgain(refusal);
        }

        Made = made.Value;
        ModelState.Clear();
        Form = new TokenForm();
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(long id)
    {
        var done = await Send(new RevokeApiToken(id));
        return done.Refusal is { } refusal ? TurnAway(refusal) : Done("/api-tokens", T("The token is revoked."));
    }

    private async Task ReadList() => Tokens = (await Send(new ListApiTokens())).Value;
}

public sealed class TokenForm
{
    public string? Name { get; set; }
}
