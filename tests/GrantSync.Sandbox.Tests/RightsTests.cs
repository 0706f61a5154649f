namespace GrantSync.Sandbox.Tests;

public sealed class RightsTests : SandboxTest
{
    private const string Plan = "account.analytic.plan";

    [Fact]
    public async Task An_administrator_without_the_analytic_group_cannot_even_read_plans()
    {
        using var admin = Odoo.As(2, "admin");

        var fault = await Assert.ThrowsAsync<OdooFaultException>(() => admin.Call(Plan, "search_read", Array.Empty<object>()));

        Assert.Equal(4, fault.Code);
        Assert.Equal(2, await admin.Authenticate("admin", "admin"));
    }

    [Theory]
    [InlineData("read", true)]
    [InlineData("create", false)]
    [InlineData("write", false)]
    [InlineData("unlink", false)]
    public async Task A_plain_user_may_only_read_accounts(string operation, bool expected)
    {
        using var plain = Odoo.As(4, "plain-key");

        Assert.Equal(expected,
            await plain.CallWith("account.analytic.account", "check_access_rights", [operation], new() { ["raise_exception"] = false }));
    }

    [Fact]
    public async Task External_ids_are_closed_to_an_accountant()
    {
        var fault = await Assert.ThrowsAsync<OdooFaultException>(() => Odoo.Call("ir.model.data", "search", Array.Empty<object>()));

        Assert.Equal(4, fault.Code);
    }

    [Fact]
    public async Task Nobody_reads_a_password()
    {
        using var admin = Odoo.As(2, "admin");

        var fault = await Assert.ThrowsAsync<OdooFaultException>(() =>
            admin.Call("res.users", "read", new object[] { 3 }, new object[] { "password" }));

        Assert.Contains("Invalid field 'password'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", Server.Odoo.Find("res.users", 3)!.Values.Keys);
    }
}
