namespace GrantSync.Sandbox.Tests;

public sealed class ProjectTests
{
    private const string Project = "project.project";

    [Theory]
    [InlineData(17, "analytic_account_id")]
    [InlineData(18, "account_id")]
    public async Task A_project_without_an_account_gets_one_that_follows_its_name_and_goes_with_it(int version, string link)
    {
        await using var server = await SandboxServer.Start(new SandboxOptions { Version = version });
        using var odoo = new OdooCaller(server.Address);

        var project = (int)await odoo.Call(Project, "create", new Dictionary<string, object> { ["name"] = "Bare" });
        var account = server.Odoo.Find(Project, project)!.Reference(link)!.Value;
        await odoo.Call(Project, "write", new object[] { project }, new Dictionary<string, object> { ["name"] = "Renamed" });
        Assert.Equal("Renamed", server.Odoo.Find("account.analytic.account", account)!.Text("name"));

        await odoo.Call(Project, "unlink", new object[] { project });

        Assert.Null(server.Odoo.Find("account.analytic.account", account));
    }

    [Fact]
    public async Task A_fault_takes_back_all_that_its_call_did()
    {
        await using var server = await SandboxServer.Start(new SandboxOptions());
        using var odoo = new OdooCaller(server.Address);

        var fault = await Assert.ThrowsAsync<OdooFaultException>(() => odoo.Call(Project, "create", new object[]
        {
            new Dictionary<string, object> { ["name"] = "Good" },
            new Dictionary<string, object> { ["name"] = "Bad", ["date_start"] = "2026-01-01", ["date"] = "2020-01-01" },
        }.AsEnumerable()));

        Assert.Equal(2, fault.Code);
        Assert.Empty(server.Odoo.Records(Project));
        Assert.Empty(server.Odoo.Records("account.analytic.account"));
    }

    [Fact]
    public async Task Has_group_takes_the_arguments_of_its_version_only()
    {
        await using var server = await SandboxServer.Start(new SandboxOptions { Version = 17 });
        using var odoo = new OdooCaller(server.Address);

        Assert.Equal(true, await odoo.Call("res.users", "has_group", "base.group_user"));
        var fault = await Assert.ThrowsAsync<OdooFaultException>(() =>
            odoo.Call("res.users", "has_group", new object[] { 3 }, "base.group_user"));

        Assert.Equal(1, fault.Code);
    }
}
