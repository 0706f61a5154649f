using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;

namespace GrantSync.Web.Commands;

/// <summary><c>tenant add acme "Acme Foundation" --admin-email amina@example.org</c>: the way into an empty database.</summary>
internal static class TenantCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["admin-email", "admin-name"], []);
        if (line.Words is not ["add", var id, var name])
        {
            throw new CannotRunException("Write it like: tenant add acme \"Acme Foundation\" --admin-email amina@example.org");
        }

        var email = line.Needed("admin-email");
        await using var office = await Office.Open(cancellationToken);
        var password = Office.NewPassword();
        await office.Send(
            new CreateTenant(id, name, line.Value("admin-name") ?? "Admin", email, password), caller => caller.IsTheProgram(Caller.EveryTenant), cancellationToken);
        await output.WriteLineAsync($"{name} is in. Its admin signs in as {email} with the password {password}");
        await output.WriteLineAsync("The password is shown this once.");
        return CommandTable.Well;
    }
}
