namespace GrantSync.Sandbox.Tests;

public sealed class PlanColumnTests : SandboxTest
{
    private const string Plan = "account.analytic.plan";
    private const string Line = "account.analytic.line";

    [Fact]
    public async Task A_root_plan_adds_a_column_to_the_analytic_lines_and_takes_it_along()
    {
        var plan = (int)await Odoo.Call(Plan, "create", new Dictionary<string, object> { ["name"] = "Donor budget line" });
        var column = (Dictionary<string, object>)(await LineFields())[$"x_plan{plan}_id"];
        Assert.Equal("Donor budget line", column["string"]);
        Assert.Equal($"[('plan_id', 'child_of', {plan})]", column["domain"]);

        await Odoo.Call(Plan, "unlink", new object[] { plan });

        Assert.DoesNotContain($"x_plan{plan}_id", (await LineFields()).Keys);
    }

    [Fact]
    public async Task A_plan_below_another_has_no_column_of_its_own()
    {
        var plan = (int)await Odoo.Call(Plan, "create", new Dictionary<string, object> { ["name"] = "Child", ["parent_id"] = 1 });

        Assert.DoesNotContain($"x_plan{plan}_id", (await LineFields()).Keys);
    }

    [Fact]
    public async Task A_refused_load_takes_its_columns_back()
    {
        await Odoo.Load(Plan, ["id", "name"], ["t.good", "Good"], ["t.bad", ""]);

        Assert.DoesNotContain("Good", (await LineFields()).Values.Cast<Dictionary<string, object>>().Select(field => field["string"]));
    }

    [Fact]
    public async Task Lines_are_found_by_their_column_and_lose_the_tag_of_a_deleted_account()
    {
        var plan = (int)await Odoo.Call(Plan, "create", new Dictionary<string, object> { ["name"] = "Donor" });
        var account = (int)await Odoo.Call("account.analytic.account", "create", new Dictionary<string, object>
        {
            ["name"] = "HR",
            ["plan_id"] = plan,
        });
        var line = Server.Odoo.Create(Line, new() { ["name"] = "Salary", ["amount"] = -10.0, [$"x_plan{plan}_id"] = account });
        Assert.Equal([line], await Odoo.Search(Line, OdooCaller.Leaf($"x_plan{plan}_id", "=", account)));
        Assert.Equal([line], await Odoo.Search(Line, OdooCaller.Leaf("auto_account_id", "=", account)));

        await Odoo.Call("account.analytic.account", "unlink", new object[] { account });

        Assert.Null(Server.Odoo.Find(Line, line)!.Reference($"x_plan{plan}_id"));
    }

    private async Task<Dictionary<string, object>> LineFields() =>
        (Dictionary<string, object>)await Odoo.Call(Line, "fields_get", Array.Empty<object>(), new object[] { "type", "string" });
}
