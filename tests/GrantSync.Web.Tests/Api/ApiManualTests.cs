using System.Diagnostics;
using System.Text.RegularExpressions;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Tests.Api;

public sealed partial class ApiManualTests(RunningWeb web)
{
    [Fact]
    public async Task The_script_of_the_manual_runs_from_nothing_to_a_budget_in_odoo()
    {
        await using var organisation = await Organisation.Found(web);
        var manual = await File.ReadAllTextAsync(Path.Combine(Checkout(), "docs", "manual", "api.md"));
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GRANTSYNC"] = web.Address;
        start.Environment["TOKEN"] = organisation.TokenOf(Role.Admin);
        start.Environment["ODOO"] = organisation.Sandbox.Address.ToString();
        start.Environment["ODOO_DATABASE"] = "sandbox";

        using var bash = Process.Start(start)!;
        var (output, problems) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());

        // in braces, so that bash has read all of it before a command inside can read from the same input
        await bash.StandardInput.WriteAsync($"{{\n{string.Join('\n', Block().Matches(manual).Select(block => block.Groups[1].Value))}\n}}\n");
        bash.StandardInput.Close();
        await bash.WaitForExitAsync();

        Assert.True(bash.ExitCode == 0, $"{await output}\n{await problems}");
        Assert.Equal("", await problems);
        Assert.Contains("\"isSettled\":true", await output, StringComparison.Ordinal);
        Assert.Equal(2 + 3 + 1 + 1, Count(await output, "\"state\":\"inOdoo\""));
        Assert.Contains("<methodCall>", await output, StringComparison.Ordinal);
        var names = organisation.Sandbox.Odoo.Records("account.analytic.account").Select(record => (string)record.Values["name"]!).ToList();
        Assert.Superset(new HashSet<string> { "Staff", "Running costs", "Office rent", "Project manager", "Field officer" }, names.ToHashSet());
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GrantSync.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the checkout, which holds the manual.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("^```bash\\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
