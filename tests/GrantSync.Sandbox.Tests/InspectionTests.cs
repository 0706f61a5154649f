using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace GrantSync.Sandbox.Tests;

public sealed class InspectionTests : SandboxTest
{
    [Fact]
    public async Task The_state_shows_accounts_with_their_external_ids()
    {
        await Odoo.LoadAccounts(("t.a", "Human Resources", "HR"));

        var state = await Odoo.Http.GetFromJsonAsync<JsonElement>("/sandbox/state");

        var account = Assert.Single(state.GetProperty("accounts").EnumerateArray());
        Assert.Equal("t.a", account.GetProperty("externalId").GetString());
        Assert.Equal("HR", account.GetProperty("values").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Every_call_is_listed_with_what_became_of_it()
    {
        await Odoo.LoadAccounts(("t.a", "A", "A"), ("t.b", "B", "B"));

        var call = Assert.Single((await Odoo.Http.GetFromJsonAsync<JsonElement>("/sandbox/calls")).EnumerateArray());

        Assert.Equal("account.analytic.account", call.GetProperty("model").GetString());
        Assert.Equal("load", call.GetProperty("method").GetString());
        Assert.Equal(2, call.GetProperty("rows").GetInt32());
        Assert.True(call.GetProperty("answered").GetBoolean());
        Assert.True(call.GetProperty("committed").GetBoolean());
    }

    [Fact]
    public async Task The_bookkeeper_edits_and_deletes()
    {
        var ids = await Odoo.LoadAccounts(("t.a", "A", "A"));

        (await Odoo.Http.PostAsJsonAsync("/sandbox/edit", new
        {
            model = "account.analytic.account",
            id = ids[0],
            values = new { name = "Renamed in Odoo" },
        })).EnsureSuccessStatusCode();
        Assert.Equal("Renamed in Odoo", Server.Odoo.Find("account.analytic.account", ids[0])!.Text("name"));

        (await Odoo.Http.DeleteAsync($"/sandbox/records/account.analytic.account/{ids[0]}")).EnsureSuccessStatusCode();
        Assert.Null(Server.Odoo.FindExternal("t.a"));
    }

    [Fact]
    public async Task An_edit_that_Odoo_would_refuse_is_refused()
    {
        var answer = await Odoo.Http.PostAsJsonAsync("/sandbox/edit", new
        {
            model = "account.analytic.account",
            values = new { name = "No plan" },
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Field: Plan (plan_id)", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_is_html()
    {
        using var page = await Odoo.Http.GetAsync("/");

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }
}
