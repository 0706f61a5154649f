using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;

namespace GrantSync.Web.Commands;

/// <summary><c>token add --email amina@example.org</c>: prints an API token and nothing else, so that a script can take it.</summary>
internal static class TokenCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["email", "name"], []);
        if (line.Words is not ["add"])
        {
            throw new CannotRunException("Write it like: token add --email amina@example.org --name \"nightly import\"");
        }

        var email = line.Needed("email");
        await using var office = await Office.Open(cancellationToken);
        var user = await office.Send(new FindUser(email), caller => caller.IsTheProgram(Caller.EveryTenant), cancellationToken);
        var token = await office.Send(
            new CreateApiToken(line.Value("name") ?? "made at the terminal"),
            caller => caller.Is(user.UserId, user.Name, user.Role, user.Tenant),
            cancellationToken);
        await output.WriteLineAsync(token);
        return CommandTable.Well;
    }
}
