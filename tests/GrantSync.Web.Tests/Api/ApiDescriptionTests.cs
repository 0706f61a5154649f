using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace GrantSync.Web.Tests.Api;

public sealed partial class ApiDescriptionTests(RunningWeb web)
{
    [Fact]
    public async Task The_openapi_document_lists_every_route_with_a_summary_and_bearer_tokens()
    {
        using var http = new HttpClient();
        var document = JsonNode.Parse(await http.GetStringAsync(new Uri($"{web.Address}/openapi/v1.json")))!;
        Assert.StartsWith("3.", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["token"]!["scheme"]);

        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key} {path.Key}"));
        var routes = web.Endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Select(e => $"{e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single().ToLowerInvariant()} {Kind().Replace(e.RoutePattern.RawText!, "}").TrimEnd('/')}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));

        var silent = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Where(method => string.IsNullOrEmpty((string?)method.Value!["summary"]));
        Assert.Empty(silent);
        Assert.DoesNotContain("127.0.0.1", document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_answer_without_a_sign_in_and_every_answer_carries_the_security_headers()
    {
        using var http = new HttpClient();
        foreach (var path in new[] { "/health/live", "/health/ready", "/sign-in", "/api/v1/none" })
        {
            using var answer = await http.GetAsync(new Uri(web.Address + path));
            Assert.Equal(path == "/api/v1/none" ? 401 : 200, (int)answer.StatusCode);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Without_a_database_it_is_alive_and_not_ready_and_fails_without_details()
    {
        await using var stranded = GrantSyncWeb.Build(web.Settings with { ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2", Worker = false });
        await stranded.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(stranded.Urls.Single()) };
        Assert.Equal(200, (int)(await http.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        Assert.Equal(503, (int)(await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);

        using var client = new ApiClient(stranded.Urls.Single(), "gs_any");
        var answer = await client.Get("grants");
        answer.Expect(500);
        Assert.Contains("Tell support the traceId", answer.Detail, StringComparison.Ordinal);
        Assert.NotEmpty((string)answer.Json!["traceId"]!);
        Assert.DoesNotContain("Npgsql", answer.Text, StringComparison.Ordinal);
        await stranded.StopAsync();
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Kind();
}
