using System.Diagnostics;

namespace GrantSync.Sandbox.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task The_program_says_where_it_listens_and_ends_well_on_SIGTERM()
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "GrantSync.Sandbox.dll"), "--port", "0", "--version", "17", "--database", "demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        program.StandardInput.Close();

        var line = await program.StandardOutput.ReadLineAsync();
        Assert.StartsWith("sandbox Odoo 17.0 listening on http://127.0.0.1:", line, StringComparison.Ordinal);

        using var odoo = new OdooCaller(new Uri(line![line!.IndexOf("http", StringComparison.Ordinal)..]), "demo");
        Assert.Equal(3, await odoo.Authenticate("sync@example.org", "sync-key"));

        using (var kill = Process.Start("kill", ["-TERM", $"{program.Id}"])) { await kill.WaitForExitAsync(); }
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
    }
}
