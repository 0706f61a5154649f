using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Tests.Api;

/// <summary>Awards, revisions and files through the API.</summary>
public sealed class ApiFilesTests(RunningWeb web)
{
    [Fact]
    public async Task A_file_is_previewed_taken_over_and_kept_as_an_amendment()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 2);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", organisation.TokenOf(Role.GrantManager));
        var address = $"{web.Address}/api/v1/grants/{grant}";

        (await organisation.Manager.Post($"grants/{grant}/award", new { awardedOn = "2024-03-03" })).Expect(204);
        var export = await http.GetAsync(new Uri($"{address}/export?format=csv"), TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", export.Content.Headers.ContentType!.MediaType);
        var csv = await export.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var workbook = await http.GetByteArrayAsync(new Uri($"{address}/export?format=xlsx"), TestContext.Current.CancellationToken);
        Assert.Equal((byte)'P', workbook[0]);

        async Task<(int Status, JsonNode Answer)> Upload(byte[] content)
        {
            using var body = new ByteArrayContent(content);
            using var answer = await http.PostAsync(new Uri($"{address}/imports?file=b.csv&numbers=point"), body, TestContext.Current.CancellationToken);
            return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
        }

        var (refused, problem) = await Upload(Encoding.UTF8.GetBytes("Colour,Size\nred,1\n"));
        Assert.Equal((422, "unreadableFile"), (refused, (string?)problem["kind"]));
        Assert.Equal(422, (await Upload(new byte[6 * 1024 * 1024])).Status);

        var changed = csv.TrimStart('\ufeff').Split("\r\n");
        changed[1] = string.Join(',', changed[1].Split(',').Select((field, at) => at == 5 ? "99.25" : field));
        var (made, id) = await Upload(Encoding.UTF8.GetBytes(string.Join("\r\n", changed)));
        Assert.Equal(201, made);
        var preview = (await organisation.Manager.Get($"grants/{grant}/imports/{(long)id["id"]!}")).Expect(200);
        Assert.Equal((1, 1, "99.25"), ((int)preview["changed"]!, (int)preview["unchanged"]!, (string?)preview["rows"]![0]!["cells"]![0]!["typed"]));
        var taken = (await organisation.Manager.Post($"grants/{grant}/imports/{(long)id["id"]!}/take-over", new { })).Expect(200);
        Assert.Equal(1, (int)taken["changed"]!);
        (await organisation.Manager.Get($"grants/{grant}/imports/{(long)id["id"]!}")).Expect(404);

        var revisions = (await organisation.Manager.Get($"grants/{grant}/revisions")).Expect(200);
        Assert.Contains("1 line changed", (string?)revisions["changes"], StringComparison.Ordinal);
        (await organisation.Manager.Post($"grants/{grant}/revisions", new { approvedOn = "2024-04-01", reason = "x", seen = "another" })).Expect(409);
        (await organisation.Manager.Post($"grants/{grant}/revisions", new { approvedOn = "2024-04-01", reason = "x", seen = (string?)revisions["mark"] })).Expect(201);
        var compared = (await organisation.Manager.Get($"grants/{grant}/revisions/compare?from=1&to=2")).Expect(200);
        Assert.Equal("99.25", (string?)compared["change"]!["categories"]!.AsArray().SelectMany(c => c!["lines"]!.AsArray()).Single()!["cells"]![0]!["is"]);
        Assert.Equal(2, (int)(await organisation.Manager.Get($"grants/{grant}/revisions/2")).Expect(200)["revision"]!["number"]!);
        (await organisation.Manager.Post($"grants/{grant}/revisions/1/put-back", new { })).Expect(200);
        (await organisation.Manager.Get($"grants/{grant}/revisions/3")).Expect(404);
        (await organisation.Manager.Delete($"grants/{grant}/award")).Expect(409);

        Assert.Equal("Revision 2 of 1 Apr 2024, changed since", (string?)(await organisation.Manager.Get($"grants/{grant}/report")).Expect(200)["revision"]);
        Assert.Equal((byte)'P', (await http.GetByteArrayAsync(new Uri($"{address}/report.xlsx"), TestContext.Current.CancellationToken))[0]);
    }
}
