using GrantSync.Application.Pipeline;
using Npgsql;

namespace GrantSync.Web.Tests.Api;

public sealed class ApiIsolationTests(RunningWeb web)
{
    [Fact]
    public async Task Another_tenants_grant_is_not_there()
    {
        await using var ours = await Organisation.Found(web);
        await using var theirs = await Organisation.Found(web);
        var grant = await ours.StartGrant();
        await ours.AddLines(grant, 1);
        var project = (long)(await ours.Manager.Get($"grants/{grant}/projects")).Expect(200)[0]!["id"]!;
        var line = (long)(await ours.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["lines"]![0]!["id"]!;

        foreach (var path in new[] { "", "/budget", "/projects", "/progress" })
        {
            (await theirs.Admin.Get($"grants/{grant}{path}")).Expect(404);
        }

        (await theirs.Admin.Post($"grants/{grant}/sync", new { })).Expect(404);
        (await theirs.Admin.Put($"grants/{grant}/allocation", new { shares = new[] { new { projectId = project, amount = 1 } } })).Expect(404);
        (await theirs.Admin.Put($"grants/{grant}/projects/{project}", new { name = "Ours now" })).Expect(404);
        (await theirs.Admin.Patch($"grants/{grant}/budget", new { lines = new[] { new { id = line, code = "X", description = "X", seenRevision = 1 } } })).Expect(404);

        // nor through a grant of one's own
        var own = await theirs.StartGrant();
        (await theirs.Admin.Put($"grants/{own}/projects/{project}", new { name = "Ours now" })).Expect(404);
        (await theirs.Admin.Patch($"grants/{own}/budget", new { lines = new[] { new { id = line, code = "X", description = "X", seenRevision = 1 } } })).Expect(422);
        Assert.Equal("Line 1", (string?)(await ours.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["lines"]![0]!["description"]);
    }

    [Fact]
    public async Task Another_tenants_lists_people_log_and_health_are_not_there()
    {
        await using var ours = await Organisation.Found(web);
        await using var theirs = await Organisation.Found(web);
        await ours.StartGrant();
        await ours.Connect();
        var row = (long)(await ours.Admin.Get("sync-log")).Expect(200)["rows"]![0]!["id"]!;
        var user = (long)(await ours.Admin.Get("users")).Expect(200).AsArray().Single(u => (string?)u!["role"] == "viewer")!["id"]!;
        var unit = (long)(await ours.Admin.Get("units")).Expect(200)[0]!["id"]!;
        var token = (long)(await ours.Admin.Get("tokens")).Expect(200)[0]!["id"]!;

        foreach (var list in new[] { "grants", "units", "donors", "templates" })
        {
            Assert.Equal("[]", (await theirs.Admin.Get(list)).Text);
        }

        Assert.DoesNotContain(ours.Tenant, (await theirs.Admin.Get("users")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ours.Tenant, (await theirs.Admin.Get("tenants")).Text, StringComparison.Ordinal);
        Assert.Empty((await theirs.Admin.Get($"sync-log?tenant={ours.Tenant}")).Expect(200)["rows"]!.AsArray());
        (await theirs.Admin.Get($"sync-log/{row}")).Expect(404);
        (await theirs.Admin.Get("connection")).Expect(404);
        (await theirs.Admin.Post($"tenants/{ours.Tenant}/ping", new { })).Expect(404);
        (await theirs.Admin.Post($"users/{user}/deactivate", new { })).Expect(404);
        (await theirs.Admin.Delete($"tokens/{token}")).Expect(404);
        (await theirs.Admin.Put($"units/{unit}", new { name = "Ours now", countryCode = "ETH" })).Expect(404);
        (await theirs.Manager.Post("grants", new
        {
            unitId = unit,
            donorId = 1,
            templateId = 1,
            title = "X",
            code = "XXX",
            currency = "EUR",
            startsOn = "2026-01-01",
            endsOn = "2026-12-31",
        })).Error("unitId");

        // support sees both, and edits neither
        var tenants = (await theirs.As(Role.Support).Get("tenants")).Text;
        Assert.Contains(ours.Tenant, tenants, StringComparison.Ordinal);
        Assert.Contains(theirs.Tenant, tenants, StringComparison.Ordinal);
        (await theirs.As(Role.Support).Get($"sync-log/{row}")).Expect(200);
    }

    [Fact]
    public async Task Sql_without_a_scope_sees_no_row_and_with_one_only_its_own()
    {
        await using var ours = await Organisation.Found(web);
        await using var theirs = await Organisation.Found(web);
        await ours.StartGrant();
        await theirs.StartGrant();
        await using var source = NpgsqlDataSource.Create(web.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        async Task<long> Count(string table)
        {
            await using var count = new NpgsqlCommand($"select count(*) from {table}", connection);
            return (long)(await count.ExecuteScalarAsync())!;
        }

        foreach (var table in new[] { "tenants", "users", "api_tokens", "units", "grants", "budgets", "budget_categories", "projects", "connections", "sync_log" })
        {
            Assert.Equal(0, await Count(table));
        }

        await using var scope = new NpgsqlCommand("select set_config('grantsync.tenant', $1, false)", connection) { Parameters = { new() { Value = ours.Tenant } } };
        await scope.ExecuteNonQueryAsync();
        Assert.Equal(1, await Count("grants"));
        Assert.Equal(1, await Count("tenants"));
    }
}
