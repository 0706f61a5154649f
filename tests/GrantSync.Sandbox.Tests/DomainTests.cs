namespace GrantSync.Sandbox.Tests;

public sealed class DomainTests : SandboxTest
{
    private const string Account = "account.analytic.account";

    [Fact]
    public async Task Operators_select_as_in_Odoo()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "Travel", "TRV"), ("t.b", "Travel abroad", "TRV/2"), ("t.c", "Staff", ""));

        Assert.Equal([ids[0]], await Search(["code", "=", "TRV"]));
        Assert.Equal([ids[2], ids[1]], await Search(["code", "!=", "TRV"]));
        Assert.Equal([ids[2]], await Search(["code", "=", false]));
        Assert.Equal([ids[1]], await Search(["id", ">", ids[0]], ["id", "<", ids[2]]));
        Assert.Equal([ids[2], ids[0]], await Search(["code", "in", new object[] { "TRV", false }]));
        Assert.Equal([ids[1]], await Search(["id", "not in", new object[] { ids[0], ids[2] }]));
        Assert.Equal([ids[0], ids[1]], await Search(["name", "like", "Trav"]));
        Assert.Equal([ids[0], ids[1]], await Search(["name", "ilike", "TRAV"]));
        Assert.Equal([ids[0], ids[1]], await Search(["code", "=ilike", "trv%"]));
        Assert.Equal([ids[0]], await Search(["code", "=like", "TR_"]));
    }

    [Fact]
    public async Task And_or_and_not_stand_before_their_terms()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "A", "1"), ("t.b", "B", "2"), ("t.c", "C", "3"));

        Assert.Equal([ids[0], ids[2]], await Odoo.Search(Account, "|", Leaf("code", "=", "1"), Leaf("code", "=", "3")));
        Assert.Equal([ids[1], ids[2]], await Odoo.Search(Account, "!", Leaf("code", "=", "1")));
        Assert.Equal([ids[1]], await Odoo.Search(Account, "|", Leaf("code", "=", "2"), Leaf("code", "=", "3"), Leaf("name", "=", "B")));
    }

    [Fact]
    public async Task A_path_and_child_of_go_through_the_plans()
    {
        await Odoo.Load("account.analytic.plan", ["id", "name", "parent_id/id"], ["t.root", "Root", ""], ["t.child", "Child", "t.root"]);
        await Odoo.Load(Account, ["id", "name", "plan_id/id"], ["t.a", "A", "t.child"]);
        var (root, account) = (Server.Odoo.FindExternal("t.root")!.Id, Server.Odoo.FindExternal("t.a")!.Id);

        Assert.Equal([account], await Search(["plan_id", "child_of", root]));
        Assert.Equal([account], await Search(["plan_id.parent_id", "=", root]));
        Assert.Equal([account], await Search(["plan_id.name", "=", "Child"]));
        Assert.Equal([account], await Search(["root_plan_id", "=", root]));
    }

    [Fact]
    public async Task Archived_records_are_hidden_until_asked_for()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "A", "1"));
        await Odoo.Call(Account, "write", new object[] { ids[0] }, new Dictionary<string, object> { ["active"] = false });

        Assert.Empty(await Odoo.Search(Account));
        Assert.Equal(ids, await Search(["active", "=", false]));
        Assert.Equal([ids[0]],
            (object[])await Odoo.CallWith(Account, "search", [Array.Empty<object>()],
                new() { ["context"] = new Dictionary<string, object> { ["active_test"] = false } }));
        Assert.Equal([Account, false], (object[])await Odoo.Call("ir.model.data", "check_object_reference", "t", "a"));
    }

    [Fact]
    public async Task A_missing_external_id_is_fault_1()
    {
        var fault = await Assert.ThrowsAsync<OdooFaultException>(() =>
            Odoo.Call("ir.model.data", "check_object_reference", "t", "nothing"));

        Assert.Equal(1, fault.Code);
        Assert.Contains("External ID not found in the system: t.nothing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_by_id_meet_every_record_once()
    {
        await Odoo.LoadAccounts([.. Enumerable.Range(0, 25).Select(number => ($"t.a{number}", $"A{25 - number}", $"{number}"))]);
        var met = new List<int>();
        for (var last = 0; ;)
        {
            var page = ((object[])await Odoo.CallWith(Account, "search", [new object[] { Leaf("id", ">", last) }], new()
            {
                ["order"] = "id",
                ["limit"] = 10,
            })).Cast<int>().ToList();
            if (page.Count == 0) { break; }
            met.AddRange(page);
            last = page[^1];
        }

        Assert.Equal(25, met.Distinct().Count());
        Assert.Equal(met.Order(), met);
    }

    private Task<int[]> Search(params object[][] leaves) => Odoo.Search(Account, [.. leaves]);

    private static object Leaf(string field, string sign, object value) => OdooCaller.Leaf(field, sign, value);
}
