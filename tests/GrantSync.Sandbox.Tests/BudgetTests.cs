namespace GrantSync.Sandbox.Tests;

/// <summary>Enterprise's budgets as documented: 18 here, 17 in <see cref="CrossoveredBudgetTests"/>.</summary>
public sealed class BudgetTests : SandboxTest
{
    protected override SandboxOptions Options => new() { Budgets = true };

    [Fact]
    public async Task A_line_carries_its_amount_and_an_account_a_plan()
    {
        var plan = (int)await Odoo.Call("account.analytic.plan", "create", new Dictionary<string, object> { ["name"] = "Donor" });
        var account = (int)await Odoo.Call("account.analytic.account", "create", new Dictionary<string, object> { ["name"] = "HR", ["plan_id"] = plan });
        var (_, messages) = await Odoo.Load("budget.analytic", ["id", "name", "date_from", "date_to", "budget_type"],
            ["t.budget", "B", "2026-01-01", "2026-12-31", "expense"]);
        Assert.Empty(messages);
        (_, messages) = await Odoo.Load("budget.line", ["id", "budget_analytic_id/id", $"x_plan{plan}_id/.id", "budget_amount"],
            ["t.line", "t.budget", $"{account}", "100.50"]);
        Assert.Empty(messages);

        var line = Assert.Single(Server.Odoo.Records("budget.line"));
        Assert.Equal((100.5, account), (line.Number("budget_amount"), line.Reference($"x_plan{plan}_id")));
        Assert.Equal("draft", Assert.Single(Server.Odoo.Records("budget.analytic")).Text("state"));
        Assert.Contains("\"budgetLines\":[{", await Odoo.Http.GetStringAsync("/sandbox/state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_budgets_of_the_other_version_are_not_there()
    {
        var missing = await Assert.ThrowsAsync<OdooFaultException>(() => Odoo.Call("crossovered.budget", "search_count", Array.Empty<object>()));
        Assert.Equal(2, missing.Code);
    }

    [Fact]
    public async Task A_line_without_its_budget_is_refused()
    {
        var (ids, messages) = await Odoo.Load("budget.line", ["id", "budget_amount"], ["t.line", "1"]);
        Assert.Equal(false, ids);
        Assert.Contains("budget_analytic_id", (string)messages[0]["message"], StringComparison.Ordinal);
    }
}

public sealed class CrossoveredBudgetTests : SandboxTest
{
    protected override SandboxOptions Options => new() { Version = 17, Budgets = true };

    [Theory]
    [InlineData("1", "2025-12-31", "Start Date")]
    [InlineData("", "2026-01-01", "at least a budgetary position or analytic account")]
    public async Task A_line_needs_an_account_and_dates_inside_its_budget(string account, string from, string words)
    {
        await Odoo.LoadAccounts(("t.a", "Account", "A"));
        await Odoo.Load("crossovered.budget", ["id", "name", "date_from", "date_to"], ["t.budget", "B", "2026-01-01", "2026-12-31"]);
        var (ids, messages) = await Odoo.Load(
            "crossovered.budget.lines", ["id", "crossovered_budget_id/id", "analytic_account_id/.id", "date_from", "date_to", "planned_amount"],
            ["t.line", "t.budget", account, from, "2026-12-31", "-10"]);
        Assert.Equal(false, ids);
        Assert.Contains(words, (string)messages[0]["message"], StringComparison.Ordinal);
    }
}

public sealed class CommunityTests : SandboxTest
{
    [Theory]
    [InlineData("budget.analytic")]
    [InlineData("crossovered.budget")]
    public async Task A_community_has_no_budgets(string model)
    {
        var missing = await Assert.ThrowsAsync<OdooFaultException>(() => Odoo.Call(model, "search_count", Array.Empty<object>()));
        Assert.Contains($"Object {model} doesn't exist", missing.Message, StringComparison.Ordinal);
    }
}
