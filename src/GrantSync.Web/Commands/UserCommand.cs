using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;

namespace GrantSync.Web.Commands;

/// <summary><c>user add --tenant acme --email bo@example.org --name Bo --role grant-manager</c>.</summary>
internal static class UserCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["tenant", "email", "name", "role"], []);
        if (line.Words is not ["add"])
        {
            throw new CannotRunException("Write it like: user add --tenant acme --email bo@example.org --name \"Bo\" --role grant-manager");
        }

        var (email, name, role) = (line.Needed("email"), line.Needed("name"), RoleOf(line.Needed("role")));
        if (role == Role.Support && line.Value("tenant") is not null)
        {
            throw new CannotRunException("Support users belong to the operator and see every tenant: leave --tenant out.");
        }

        var tenant = role == Role.Support ? Caller.EveryTenant : line.Needed("tenant");
        var password = Office.NewPassword();
        await using var office = await Office.Open(cancellationToken);
        await office.Send<long>(
            role == Role.Support ? new CreateSupportUser(name, email, password) : new CreateUser(name, email, role, password),
            caller => caller.IsTheProgram(tenant),
            cancellationToken);
        await output.WriteLineAsync($"{name} signs in as {email} with the password {password}");
        await output.WriteLineAsync("The password is shown this once.");
        return CommandTable.Well;
    }

    private static Role RoleOf(string word) => word switch
    {
        "viewer" => Role.Viewer,
        "grant-manager" => Role.GrantManager,
        "admin" => Role.Admin,
        "support" => Role.Support,
        _ => throw new CannotRunException($"'{word}' is no role. There are viewer, grant-manager, admin and support."),
    };
}
