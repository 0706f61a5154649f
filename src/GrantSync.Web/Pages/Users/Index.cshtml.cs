using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Users;

[ForRoles(Role.Admin)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public UserForm Form { get; set; } = new();

    public IReadOnlyList<UserItem> Users { get; private set; } = [];

    public Task OnGet() => ReadList();

    public async Task<IActionResult> OnPost()
    {
        var created = await Send(new CreateUser(Form.Name ?? "", Form.Email ?? "", Form.Role, Form.Password ?? ""));
        if (created.Refusal is { } refusal)
        {
            await ReadList();
            Edit = "new";
            return ShowAgain(refusal);
        }

        return Done("/users", T("{0} may sign in now.", Form.Name));
    }

    public async Task<IActionResult> OnPostDeactivate(long id)
    {
        var done = await Send(new DeactivateUser(id));
        return done.Refusal is { } refusal ? TurnAway(refusal) : Done("/users", T("The user is deactivated."));
    }

    private async Task ReadList() => Users = (await Send(new ListUsers())).Value;
}

public sealed class UserForm
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public Role Role { get; set; } = Role.GrantManager;

    public string? Password { get; set; }
}
