using System.Net;
using System.Net.Http.Json;

namespace GrantSync.Sandbox.Tests;

public sealed class FaultTests : SandboxTest
{
    private const string Account = "account.analytic.account";

    [Fact]
    public async Task A_dropped_answer_was_committed()
    {
        await Switch(new { kind = "dropAnswer", model = Account, method = "load", count = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LoadOne("t.a"));

        var call = Server.Odoo.Calls[^1];
        Assert.True(call is { Committed: true, Answered: false, Rows: 1 });
        var reference = (object[])await Odoo.Call("ir.model.data", "check_object_reference", "t", "a");
        Assert.Equal([Account, Server.Odoo.FindExternal("t.a")!.Id], reference);
    }

    [Fact]
    public async Task A_reset_call_was_not_worked()
    {
        await Switch(new { kind = "reset", count = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LoadOne("t.a"));

        Assert.Null(Server.Odoo.FindExternal("t.a"));
        await LoadOne("t.a");
    }

    [Fact]
    public async Task A_cut_answer_was_committed()
    {
        await Switch(new { kind = "cutAnswer", count = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LoadOne("t.a"));

        Assert.NotNull(Server.Odoo.FindExternal("t.a"));
    }

    [Theory]
    [InlineData(502, false)]
    [InlineData(503, false)]
    [InlineData(504, true)]
    public async Task A_proxy_answers_html_before_the_work_or_after_the_commit(int status, bool afterCommit)
    {
        await Switch(new { kind = "gateway", status, afterCommit, count = 1 });

        using var answer = await Odoo.Http.PostAsync("/xmlrpc/2/object", LoadBody("t.a"));

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(afterCommit, Server.Odoo.FindExternal("t.a") is not null);
    }

    [Fact]
    public async Task A_serialisation_message_comes_back_from_load_and_writes_nothing()
    {
        await Switch(new { kind = "serialisation", count = 1 });

        var (ids, messages) = await LoadOne("t.a");

        Assert.Equal(false, ids);
        Assert.StartsWith("could not serialize", (string)Assert.Single(messages)["message"], StringComparison.Ordinal);
        Assert.Null(Server.Odoo.FindExternal("t.a"));
    }

    [Fact]
    public async Task A_removed_group_refuses_in_a_message_of_load_and_in_a_fault_of_read()
    {
        await Switch(new { kind = "accessRemoved" });

        var (_, messages) = await Odoo.Load(Account, ["id", "name", "plan_id/id"], ["t.a", "A", "analytic.analytic_plan_projects"]);
        var fault = await Assert.ThrowsAsync<OdooFaultException>(() =>
            Odoo.Call("account.analytic.plan", "search_read", Array.Empty<object>(), new object[] { "name" }));

        Assert.StartsWith("You are not allowed to create 'Analytic Account'", (string)messages[0]["message"], StringComparison.Ordinal);
        Assert.Equal(4, fault.Code);
        Assert.Equal(false, await Odoo.Call("res.users", "has_group", new object[] { 3 }, "analytic.group_analytic_accounting"));
    }

    [Fact]
    public async Task A_bad_key_is_fault_3_and_authenticate_answers_False()
    {
        await Switch(new { kind = "badKey" });

        var fault = await Assert.ThrowsAsync<OdooFaultException>(() => LoadOne("t.a"));

        Assert.Equal(3, fault.Code);
        Assert.Equal(false, await Odoo.Authenticate("sync@example.org", "sync-key"));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_encoded_is_fault_1_after_the_commit()
    {
        await Switch(new { kind = "cannotMarshalNone", count = 1 });

        var fault = await Assert.ThrowsAsync<OdooFaultException>(() => LoadOne("t.a"));

        Assert.Equal(1, fault.Code);
        Assert.Contains("cannot marshal None", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(Server.Odoo.FindExternal("t.a"));
    }

    [Fact]
    public async Task The_version_can_change_under_a_running_connection()
    {
        await Switch(new { kind = "versionChanged", version = "19.0" });

        var version = (Dictionary<string, object>)await Odoo.Send("common", "version");

        Assert.Equal("19.0", version["server_serie"]);
    }

    [Fact]
    public async Task A_plan_can_be_deleted_just_before_a_call()
    {
        var plan = Server.Odoo.Create("account.analytic.plan", new() { ["name"] = "Donor" }, "t.plan");
        Server.Odoo.Create(Account, new() { ["name"] = "A", ["plan_id"] = plan });
        await Switch(new { kind = "planDeleted", plan, count = 1 });

        var (ids, messages) = await Odoo.Load(Account, ["id", "name", "plan_id/id"], ["t.a", "A", "t.plan"]);

        Assert.Equal(false, ids);
        Assert.Equal("plan_id", messages[0]["field"]);
        Assert.Null(Server.Odoo.Find("account.analytic.plan", plan));
    }

    [Fact]
    public async Task A_delay_outlasts_a_senders_patience_and_commits_all_the_same()
    {
        await Switch(new { kind = "delay", afterCommit = true, milliseconds = 60_000, method = "load", count = 1 });
        using var patience = new CancellationTokenSource();

        var call = Odoo.Http.PostAsync("/xmlrpc/2/object", LoadBody("t.a"), patience.Token);
        await Until(() => Server.Odoo.FindExternal("t.a") is not null);
        Assert.False(call.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_fault_skips_and_counts_and_matches()
    {
        await Switch(new { kind = "gateway", method = "load", skip = 1, count = 1 });

        await LoadOne("t.a");
        await Odoo.Call(Account, "search_count", Array.Empty<object>());
        await Assert.ThrowsAsync<HttpRequestException>(() => LoadOne("t.b"));
        await LoadOne("t.b");

        Assert.Empty(Server.Faults.Current);
    }

    [Fact]
    public async Task Faults_are_listed_and_cleared_over_http()
    {
        await Switch(new { kind = "reset" });
        Assert.Contains("\"kind\":\"reset\"", await Odoo.Http.GetStringAsync("/sandbox/faults"), StringComparison.Ordinal);

        (await Odoo.Http.DeleteAsync("/sandbox/faults")).EnsureSuccessStatusCode();

        Assert.Equal("[]", await Odoo.Http.GetStringAsync("/sandbox/faults"));
    }

    private async Task Switch(object fault) =>
        (await Odoo.Http.PutAsJsonAsync("/sandbox/faults", new[] { fault })).EnsureSuccessStatusCode();

    private Task<(object Ids, List<Dictionary<string, object>> Messages)> LoadOne(string externalId) =>
        Odoo.Load(Account, ["id", "name", "plan_id/.id"], [externalId, "A", "1"]);

    private static StringContent LoadBody(string externalId) => OdooCaller.Body("execute_kw", "sandbox", 3, "sync-key", Account, "load",
        new object[] { new[] { "id", "name", "plan_id/.id" }, new object[] { new[] { externalId, "A", "1" } } },
            new Dictionary<string, object>());

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition()) { await Task.Delay(5, limit.Token); }
    }
}
