using System.Net.Http.Json;

namespace GrantSync.Sandbox.Tests;

public sealed class BillTests : SandboxTest
{
    [Fact]
    public async Task A_bill_is_split_over_the_accounts_of_its_distribution()
    {
        var plan = Server.Odoo.Create("account.analytic.plan", new() { ["name"] = "Donor" });
        var project = Server.Odoo.Create("account.analytic.account", new() { ["name"] = "Project", ["plan_id"] = 1 });
        var category = Server.Odoo.Create("account.analytic.account", new() { ["name"] = "HR", ["plan_id"] = plan });

        (await Odoo.Http.PostAsJsonAsync("/sandbox/bills", new
        {
            label = "Rent",
            amount = 1000.0,
            distribution = new Dictionary<string, double> { [$"{project},{category}"] = 60, [$"{project}"] = 40 },
        })).EnsureSuccessStatusCode();

        var groups = (object[])await Odoo.CallWith(
            "account.analytic.line",
            "read_group",
            [Array.Empty<object>(), new object[] { "amount:sum" }, new object[] { "account_id", $"x_plan{plan}_id" }],
            new() { ["lazy"] = false });
        Assert.Equal([-600.0, -400.0], groups.Select(group => (double)((Dictionary<string, object>)group)["amount"]));

        var open = await Odoo.Search("account.move.line", OdooCaller.Leaf("account_id.account_type", "=", "liability_payable"),
            OdooCaller.Leaf("amount_residual", "!=", 0));
        Assert.Equal(-1000.0, Server.Odoo.Find("account.move.line", Assert.Single(open))!.Number("balance"));
    }

    [Fact]
    public async Task Months_are_summed_as_Odoo_sums_them()
    {
        var account = Server.Odoo.Create("account.analytic.account", new() { ["name"] = "Project", ["plan_id"] = 1 });
        foreach (var date in new[] { "2026-01-05", "2026-01-20", "2026-02-01" })
        {
            Server.Odoo.Post(new SandboxBill("Rent", 10, new Dictionary<string, double> { [$"{account}"] = 100 }) { Date = date });
        }

        var groups = (object[])await Odoo.Call("account.analytic.line", "read_group", Array.Empty<object>(), new object[] { "amount" },
            new object[] { "date:month" });

        var months = groups.Cast<Dictionary<string, object>>().ToList();
        Assert.Equal(["January 2026", "February 2026"], months.Select(month => month["date:month"]));
        Assert.Equal([2, 1], months.Select(month => month["date_count"]));
        Assert.Equal([-20.0, -10.0], months.Select(month => month["amount"]));
    }

    [Theory]
    [InlineData(0, "not_paid", 300, 1)]
    [InlineData(100, "partial", 200, 1)]
    [InlineData(300, "paid", 0, 0)]
    public async Task A_bill_owes_what_is_not_paid_of_it_and_its_lines_carry_its_reference(double paid, string state, double owed, int open)
    {
        var account = Server.Odoo.Create("account.analytic.account", new() { ["name"] = "Project", ["plan_id"] = 1 });
        var move = Server.Odoo.Post(new SandboxBill("Rent", 300, new Dictionary<string, double> { [$"{account}"] = 100 }) { Paid = paid, Reference = "INV 7" });
        var bill = Server.Odoo.Find("account.move", move)!;
        Assert.Equal((state, owed), (bill.Text("payment_state"), bill.Number("amount_residual")));
        Assert.Equal("INV 7", Assert.Single(Server.Odoo.Records("account.analytic.line")).Text("ref"));
        Assert.Equal(open, (await Odoo.Search("account.move", OdooCaller.Leaf("id", "=", move), OdooCaller.Leaf("payment_state", "in", new object[] { "not_paid", "partial" }))).Length);
    }
}
