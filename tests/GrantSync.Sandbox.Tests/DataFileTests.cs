namespace GrantSync.Sandbox.Tests;

public sealed class DataFileTests
{
    [Fact]
    public async Task Records_external_ids_and_plan_columns_survive_a_restart()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("sandbox").FullName, "odoo.json");
        int plan, account, line;
        await using (var before = await SandboxServer.Start(new SandboxOptions { DataFile = file }))
        {
            plan = before.Odoo.Create("account.analytic.plan", new() { ["name"] = "Donor" }, "t.plan");
            account = before.Odoo.Create("account.analytic.account", new() { ["name"] = "HR", ["plan_id"] = plan }, "t.hr");
            line = before.Odoo.Create("account.analytic.line", new()
            {
                ["name"] = "Salary",
                ["amount"] = -10.0,
                [$"x_plan{plan}_id"] = account,
            });
        }

        await using var after = await SandboxServer.Start(new SandboxOptions { DataFile = file });
        using var odoo = new OdooCaller(after.Address);

        Assert.Equal(account, after.Odoo.FindExternal("t.hr")!.Id);
        Assert.Equal([line], await odoo.Search("account.analytic.line", OdooCaller.Leaf($"x_plan{plan}_id", "=", account)));
        Assert.Equal(3, await odoo.Authenticate("sync@example.org", "sync-key"));
        Assert.Equal(account + 1, (await odoo.LoadAccounts(("t.new", "New", "N")))[0]);
    }

    [Fact]
    public async Task A_write_reaches_the_file_while_the_server_runs()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("sandbox").FullName, "odoo.json");
        await using var server = await SandboxServer.Start(new SandboxOptions { DataFile = file });
        using var odoo = new OdooCaller(server.Address);

        await odoo.LoadAccounts(("t.a", "Written through", "A"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await File.ReadAllTextAsync(file)).Contains("Written through", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    [Fact]
    public async Task A_file_of_another_version_is_refused()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("sandbox").FullName, "odoo.json");
        await using (await SandboxServer.Start(new SandboxOptions { DataFile = file, Version = 17 })) { }

        await Assert.ThrowsAsync<InvalidDataException>(() => SandboxServer.Start(new SandboxOptions { DataFile = file, Version = 18 }));
    }
}
