using System.Diagnostics;

namespace GrantSync.Sandbox.Tests;

public sealed class LoadTests : SandboxTest
{
    private const string Account = "account.analytic.account";
    private static readonly string[] Fields = ["id", "name", "code", "plan_id/id"];

    [Fact]
    public async Task The_same_load_again_gives_the_same_ids()
    {
        var first = await Odoo.LoadAccounts(("t.a", "A", "A1"), ("t.b", "B", "B1"));
        var again = await Odoo.LoadAccounts(("t.a", "A", "A1"), ("t.b", "B renamed", "B1"));

        Assert.Equal(first, again);
        Assert.Equal("B renamed", Server.Odoo.FindExternal("t.b")!.Text("name"));
        Assert.Equal(2, Server.Odoo.Records(Account).Count);
    }

    [Fact]
    public async Task One_bad_row_keeps_all_rows_out()
    {
        var (ids, messages) = await Odoo.Load(Account, Fields, ["t.good", "Good", "G", "analytic.analytic_plan_projects"],
            ["t.bad", "", "B", "analytic.analytic_plan_projects"]);

        Assert.Equal(false, ids);
        var message = Assert.Single(messages);
        Assert.Equal(1, message["record"]);
        Assert.Equal("name", message["field"]);
        Assert.Null(Server.Odoo.FindExternal("t.good"));
        Assert.Empty(Server.Odoo.Records(Account));
    }

    [Fact]
    public async Task A_refused_load_leaves_earlier_values_and_external_ids_alone()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "Before", "A1"));

        await Odoo.Load(Account, Fields, ["t.a", "After", "A1", "analytic.analytic_plan_projects"],
            ["t.b", "", "B1", "analytic.analytic_plan_projects"]);

        Assert.Equal("Before", Server.Odoo.Find(Account, ids[0])!.Text("name"));
        Assert.Null(Server.Odoo.FindExternal("t.b"));
    }

    [Fact]
    public async Task A_row_may_refer_to_an_earlier_row_of_the_same_call()
    {
        var (ids, messages) = await Odoo.Load("account.analytic.plan", ["id", "name", "parent_id/id"], ["t.root", "Root", ""],
            ["t.child", "Child", "t.root"]);

        Assert.Empty(messages);
        Assert.Equal(((object[])ids)[0], Server.Odoo.FindExternal("t.child")!.Reference("parent_id"));
    }

    [Fact]
    public async Task More_than_ten_errors_are_cut_off_with_a_warning()
    {
        var rows = Enumerable.Range(0, 50)
            .Select(number => new object[] { $"t.{number}", "", "X", "analytic.analytic_plan_projects" }).ToArray();

        var (ids, messages) = await Odoo.Load(Account, Fields, rows);

        Assert.Equal(false, ids);
        Assert.Equal(10, messages.Count(message => message["type"] is "error"));
        Assert.Equal("warning", messages[^1]["type"]);
    }

    [Fact]
    public async Task A_users_error_in_a_later_row_is_also_filed_under_the_first()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "A", "A1"), ("t.b", "B", "B1"));
        Server.Odoo.Create("account.analytic.line", new()
        {
            ["name"] = "Bill",
            ["amount"] = -5.0,
            ["account_id"] = ids[1],
            ["company_id"] = 1,
        });

        var (result, messages) = await Odoo.Load(Account, ["id", "name", "company_id/.id"], ["t.a", "A", "1"], ["t.b", "B", "2"]);

        Assert.Equal(false, result);
        Assert.Equal([0, 1], messages.Select(message => (int)message["record"]));
    }

    [Fact]
    public async Task An_external_id_of_another_model_is_refused()
    {
        var (ids, messages) = await Odoo.Load(Account, Fields,
            ["analytic.analytic_plan_projects", "X", "X", "analytic.analytic_plan_projects"]);

        Assert.Equal(false, ids);
        Assert.StartsWith("For external id analytic.analytic_plan_projects when trying", (string)messages[0]["message"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_simultaneous_loads_of_one_new_external_id_make_one_record()
    {
        Server.Faults.Add(new Fault(FaultKind.Gather) { Method = "load", Count = 4 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Odoo.Load(Account, Fields, ["t.race", "Race", "RACE", "analytic.analytic_plan_projects"])));

        Assert.Single(answers, answer => answer.Ids is object[]);
        Assert.All(answers.Where(answer => answer.Ids is false), answer =>
            Assert.Equal("could not serialize access due to concurrent update\n", answer.Messages.Single()["message"]));
        Assert.Single(Server.Odoo.Records(Account));
    }

    [Fact]
    public async Task Two_simultaneous_updates_of_one_record_do_not_both_get_through()
    {
        await Odoo.LoadAccounts(("t.a", "A", "A1"));
        Server.Faults.Add(new Fault(FaultKind.Gather) { Method = "load", Count = 2 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(number => Odoo.Load(Account, Fields, ["t.a", $"A{number}", "A1", "analytic.analytic_plan_projects"])));

        Assert.Single(answers, answer => answer.Ids is object[]);
    }

    [Fact]
    public async Task At_read_committed_two_senders_make_two_records()
    {
        Server.Faults.Replace([new Fault(FaultKind.Gather) { Method = "load", Count = 2 }, new Fault(FaultKind.ReadCommitted)]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => Odoo.Load(Account, Fields, ["t.race", "Race", "RACE", "analytic.analytic_plan_projects"])));

        Assert.All(answers, answer => Assert.IsType<object[]>(answer.Ids));
        Assert.Equal(2, Server.Odoo.Records(Account).Count);
    }

    [Fact]
    public async Task A_load_of_500_rows_among_100_000_accounts_takes_less_than_100_ms()
    {
        for (var number = 0; number < 100_000; number++)
        {
            Server.Odoo.Create(Account, new()
            {
                ["name"] = $"Account {number}",
                ["code"] = $"C{number}",
                ["plan_id"] = 1,
            }, $"bulk.a{number}");
        }

        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var rows = Enumerable.Range(0, 500).Select(number => ($"t.a{attempt}_{number}", $"New {number}", $"N{number}")).ToArray();
            var started = Stopwatch.GetTimestamp();
            await Odoo.LoadAccounts(rows);
            fastest = TimeSpan.FromTicks(Math.Min(fastest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }

        Assert.Equal([Server.Odoo.FindExternal("bulk.a77777")!.Id], await Odoo.Search(Account, OdooCaller.Leaf("code", "=", "C77777")));
        Assert.True(fastest < TimeSpan.FromMilliseconds(100), $"{fastest.TotalMilliseconds} ms");
    }
}
