using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class AllowedCallsTests
{
    private static readonly string[] Written =
    [
        "account.analytic.plan", "account.analytic.account", "project.project", "crossovered.budget", "crossovered.budget.lines", "budget.analytic", "budget.line",
    ];

    [Theory]
    [InlineData("object", "account.analytic.account", "unlink")]
    [InlineData("object", "account.analytic.account", "write")]
    [InlineData("object", "account.analytic.account", "create")]
    [InlineData("object", "account.move", "load")]
    [InlineData("object", "account.move", "action_post")]
    [InlineData("object", "res.partner", "load")]
    [InlineData("object", "res.users", "search_read")]
    [InlineData("object", "ir.model.data", "search_read")]
    [InlineData("object", "", "version")]
    [InlineData("common", "", "set_loglevel")]
    [InlineData("db", "", "drop")]
    public async Task A_call_outside_the_list_reaches_no_one(string service, string model, string method)
    {
        await using var odoo = LoopbackServer.Answering(Given.Xml, Given.Answer(true));
        var call = new OdooCall<XmlRpcValue>(service, model, method, Answers.Ok);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Given.Client(odoo.Address).Send(call, CancellationToken.None));
        Assert.Equal(0, odoo.Connections);
    }

    [Fact]
    public void The_only_method_that_writes_is_load_and_only_on_plans_accounts_projects_and_budgets()
    {
        string[] models = [.. Written, "account.move", "account.move.line", "account.analytic.line", "res.partner", "res.users", "account.budget.post"];
        foreach (var method in new[] { "load", "create", "write", "unlink", "copy", "action_archive", "import", "execute" })
        {
            Assert.Equal(method == "load" ? Written : [], models.Where(model => AllowedCalls.Contains("object", model, method)));
        }
    }

    [Fact]
    public void Sums_are_read_of_analytic_lines_only()
    {
        string[] models = [.. Written, "account.move", "account.move.line", "account.analytic.line", "res.partner", "res.users"];
        Assert.Equal(["account.analytic.line"], models.Where(model => AllowedCalls.Contains("object", model, "read_group")));
    }

    [Fact]
    public void Nobody_outside_can_make_a_call_of_their_own() =>
        Assert.Empty(typeof(OdooCall<>).GetConstructors());
}
