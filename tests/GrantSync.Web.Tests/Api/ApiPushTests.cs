using System.Globalization;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Tests.Api;

public sealed class ApiPushTests(RunningWeb web)
{
    [Fact]
    public async Task A_script_connects_plans_pushes_waits_and_reads_the_log()
    {
        await using var organisation = await Organisation.Found(web);
        var manager = organisation.Manager;
        await organisation.Connect();
        var companies = (await organisation.Admin.Get("connection/companies")).Expect(200);
        Assert.Equal("GrantSync Foundation", (string?)companies[0]!["name"]);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 3);

        var receipt = await manager.Post($"grants/{grant}/sync", new { });
        Assert.Equal(7, (int)receipt.Expect(202)["putDown"]!);
        Assert.Equal($"/api/v1/grants/{grant}/progress", receipt.Location);
        var progress = (await manager.Get($"grants/{grant}/progress?wait=60")).Expect(200);
        Assert.True((bool)progress["isSettled"]!, progress.ToJsonString());
        Assert.Equal((int)progress["total"]!, (int)progress["inOdoo"]!);

        var budget = (await manager.Get($"grants/{grant}/budget")).Expect(200);
        Assert.Equal(63m, (decimal)budget["total"]!);
        foreach (var line in budget["categories"]![0]!["lines"]!.AsArray())
        {
            Assert.Equal("inOdoo", (string?)line!["state"]!["state"]);
            var record = organisation.Sandbox.Odoo.Find("account.analytic.account", (int)line["state"]!["odooId"]!);
            Assert.Equal(line["description"]!.GetValue<string>(), record!.Values["name"]);
            Assert.Equal((string?)line["state"]!["externalId"], record.ExternalId);
        }

        var again = (await manager.Post($"grants/{grant}/sync", new { })).Expect(202);
        Assert.Equal(0, (int)again["putDown"]!);

        var log = (await manager.Get("sync-log?withoutPings=true&model=account.analytic.account")).Expect(200)["rows"]!.AsArray();
        var write = log.First(row => (string?)row!["direction"] == "write")!;
        Assert.Equal("ok", (string?)write["outcome"]);
        Assert.Matches("^[0-9a-f]{32}$", (string?)write["traceId"]);
        var detail = await manager.Get($"sync-log/{(long)write["id"]!}");
        Assert.NotEmpty(detail.Expect(200)["keys"]!.AsArray());
        Assert.Contains("<methodName>execute_kw</methodName>", (string?)detail.Json!["request"], StringComparison.Ordinal);
        Assert.DoesNotContain("sync-key", detail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sync-key", (await organisation.Admin.Get("connection")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_pages_by_key_set()
    {
        await using var organisation = await Organisation.Found(web);
        await organisation.Connect();
        var seen = new List<long>();
        string? before = "";
        while (before is not null)
        {
            var page = (await organisation.Admin.Get($"sync-log?size=3{before}")).Expect(200);
            seen.AddRange(page["rows"]!.AsArray().Select(row => (long)row!["id"]!));
            before = page["next"] is { } next ? string.Create(CultureInfo.InvariantCulture, $"&before={(long)next}") : null;
        }

        Assert.True(seen.Count > 6, string.Join(' ', seen));
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_connection_that_does_not_work_is_refused_with_the_report()
    {
        await using var organisation = await Organisation.Found(web);
        var plans = new object[]
        {
            new { axis = "project", planName = "Project", existingPlanId = 1 }, new { axis = "category", planName = "Donor budget line" },
            new { axis = "detail", planName = "Donor budget detail" },
        };
        object Body(string server, string key) => new { server, database = "sandbox", userName = "sync@example.org", key, plans };

        var wrongKey = await organisation.Admin.Put("connection", Body(organisation.Sandbox.Address.ToString(), "a wrong key"));
        wrongKey.Expect(422);
        Assert.Equal("connectionDoesNotWork", wrongKey.Kind);
        Assert.Contains(wrongKey.Json!["report"]!["steps"]!.AsArray(), step => (bool?)step!["ok"] == false && (string?)step["sentence"] == wrongKey.Detail);
        Assert.DoesNotContain("a wrong key", wrongKey.Text, StringComparison.Ordinal);

        var noOdoo = (await organisation.Admin.Post("connection/test", new { server = web.Address, database = "sandbox", userName = "x", key = "y" })).Expect(200);
        Assert.False((bool)noOdoo["works"]!);
        (await organisation.Admin.Post("connection/test", new { server = "odoo", database = "sandbox", userName = "x", key = "y" })).Error("server");
        (await organisation.Admin.Get("connection")).Expect(404);
    }

    [Fact]
    public async Task A_sync_that_cannot_be_says_why()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 1);
        var refused = await organisation.Manager.Post($"grants/{grant}/sync", new { });
        refused.Expect(409);
        Assert.Equal("noConnection", refused.Kind);

        await organisation.Connect();
        (await organisation.Manager.Post($"grants/{grant}/sync", new { })).Expect(202);
        (await organisation.Manager.Get($"grants/{grant}/progress?wait=60")).Expect(200);

        // another template's categories have the same codes
        var second = await organisation.StartGrant("TWO");
        await organisation.AddLines(second, 1);
        var shared = await organisation.Manager.Post($"grants/{second}/sync", new { });
        shared.Expect(409);
        Assert.Equal("sharedCodes", shared.Kind);
        Assert.NotEmpty(shared.Json!["codes"]!.AsArray());
        (await organisation.Manager.Post($"grants/{second}/sync", new { acceptSharedCodes = true })).Expect(202);
    }

    [Fact]
    public async Task A_renamed_category_reaches_odoo_with_the_next_sync()
    {
        await using var organisation = await Organisation.Found(web);
        await organisation.Connect();
        var grant = await organisation.StartGrant();
        var template = (await organisation.Manager.Get("templates")).Expect(200)[0]!;
        var first = (long)template["categories"]![0]!["id"]!;
        object Body(string code, string name) => new { name = "Renamed", categories = new object[] { new { id = first, code, name }, new { code = "9", name = "Audit" } } };
        async Task Sync()
        {
            (await organisation.Manager.Post($"grants/{grant}/sync", new { })).Expect(202);
            Assert.True((bool)(await organisation.Manager.Get($"grants/{grant}/progress?wait=60")).Expect(200)["isSettled"]!);
        }

        await Sync();
        Assert.Contains("can no longer change", (await organisation.Manager.Put($"templates/{template["id"]}", Body("7", "People"))).Error("categories[0].code"), StringComparison.Ordinal);
        (await organisation.Manager.Put($"templates/{template["id"]}", Body("1", "People"))).Expect(204);
        var category = (await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]!.AsArray();
        Assert.Equal("changed", (string?)category[0]!["state"]!["state"]);
        Assert.Equal(2, category.Count);

        await Sync();
        var account = organisation.Sandbox.Odoo.Find("account.analytic.account", (int)category[0]!["state"]!["odooId"]!);
        Assert.Equal("People", account!.Values["name"]);
        Assert.Equal(["1", "2", "9"], (await organisation.Manager.Get("templates")).Expect(200)[0]!["categories"]!.AsArray().Select(c => (string?)c!["code"]));
    }

    [Fact]
    public async Task A_change_is_told_to_its_own_tenant_only()
    {
        await using var ours = await Organisation.Found(web);
        await using var theirs = await Organisation.Found(web);
        using var heard = new StreamReader(await ours.As(Role.Viewer).Stream("events"));
        Assert.Contains("event: connected", await Until(heard, line => line.StartsWith("event:", StringComparison.Ordinal)), StringComparison.Ordinal);

        await theirs.Connect();
        await ours.Connect();
        var changed = await Until(heard, line => line.StartsWith("data: t", StringComparison.Ordinal));
        Assert.Equal($"data: {ours.Tenant}", changed);
    }

    private static async Task<string> Until(StreamReader events, Func<string, bool> isIt)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await events.ReadLineAsync(patience.Token) is { } line)
        {
            if (isIt(line))
            {
                return line;
            }
        }

        return "the stream ended";
    }
}
