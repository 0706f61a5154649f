namespace GrantSync.Web.Tests.Api;

/// <summary>Templates, lists and copies through the API.</summary>
public sealed class ApiDeskTests(RunningWeb web)
{
    [Fact]
    public async Task A_published_template_is_taken_once_under_a_name_and_changed_by_what_is_named()
    {
        await using var organisation = await Organisation.Found(web);
        var published = (await organisation.Manager.Get("templates/published")).Expect(200).AsArray();
        Assert.Equal(10, published.Count);
        var id = (await organisation.Manager.Post("templates/published/take", new { key = "eu-prag", name = "PRAG" })).Id;
        Assert.Contains("There is a budget template PRAG already", (await organisation.Manager.Post("templates/published/take", new { key = "eu-prag", name = "PRAG" })).Error("name"), StringComparison.Ordinal);
        (await organisation.Manager.Post("templates/published/take", new { key = "none", name = "X" })).Expect(404);

        (await organisation.Manager.Put($"templates/{id}", new { name = "PRAG", categories = Array.Empty<object>() })).Expect(204);
        Assert.Equal(7m, (decimal)(await organisation.Manager.Get("templates")).Expect(200)[0]!["indirectRate"]!);
        (await organisation.Manager.Put($"templates/{id}", new { name = "PRAG", categories = Array.Empty<object>(), indirectRate = 6.5 })).Expect(204);
        var template = (await organisation.Manager.Get("templates")).Expect(200)[0]!;
        Assert.Equal((6.5m, 7), ((decimal)template["indirectRate"]!, template["categories"]!.AsArray().Count));
        Assert.True((bool)template["categories"]![6]!["isIndirect"]!);

        (await organisation.Manager.Post($"templates/{id}/archive", new { })).Expect(204);
        Assert.Empty((await organisation.Manager.Get("templates")).Expect(200).AsArray());
        Assert.Single((await organisation.Manager.Get("templates?show=archived")).Expect(200).AsArray());
    }

    [Fact]
    public async Task Lists_are_narrowed_and_a_grant_is_edited_and_copied()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 2);
        (await organisation.Manager.Put($"grants/{grant}", new { title = "Another", startsOn = "2026-02-01", endsOn = "2027-01-31" })).Expect(204);
        var copy = (await organisation.Manager.Post($"grants/{grant}/copy", new { title = "Next", code = "NXT", startsOn = "2027-02-01", endsOn = "2028-01-31" })).Id;
        Assert.Equal("42", (string?)(await organisation.Manager.Get($"grants/{copy}/budget")).Expect(200)["total"]!.ToJsonString().Split('.')[0]);

        var grants = (await organisation.Manager.Get("grants?state=notSynced&sort=-title")).Expect(200).AsArray();
        Assert.Equal(["Next", "Another"], grants.Select(g => (string?)g!["title"]));
        Assert.Empty((await organisation.Manager.Get("grants?state=closed")).Expect(200).AsArray());
        (await organisation.Manager.Get("grants?sort=colour")).Expect(422);
        (await organisation.Manager.Get("donors?show=nothing")).Expect(400);

        var donor = (long)(await organisation.Manager.Get("donors")).Expect(200)[0]!["id"]!;
        var open = await organisation.Manager.Post($"donors/{donor}/archive", new { });
        open.Expect(409);
        Assert.Contains("2 open grants", open.Detail, StringComparison.Ordinal);
    }
}
