using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace GrantSync.Web.Tests.Api;

/// <summary>Talks to the API as a script does: JSON out, JSON and a status back.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    public ApiClient(string address, string? token)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"{address}/api/v1/") };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<ApiAnswer> Post(string path, object body) => Send(HttpMethod.Post, path, JsonContent.Create(body));

    public Task<ApiAnswer> Put(string path, object body) => Send(HttpMethod.Put, path, JsonContent.Create(body));

    public Task<ApiAnswer> Patch(string path, object body) => Send(HttpMethod.Patch, path, JsonContent.Create(body));

    public Task<ApiAnswer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>The body as it stands, right or wrong.</summary>
    public Task<ApiAnswer> Send(string method, string path, string body) =>
        Send(new HttpMethod(method), path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<ApiAnswer> Send(HttpMethod method, string path, HttpContent? body = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/')) { Content = body };
        if (header is { } more)
        {
            request.Headers.TryAddWithoutValidation(more.Name, more.Value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var text = isStream ? "" : await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return new ApiAnswer((int)response.StatusCode, text, isJson ? JsonNode.Parse(text) : null, response.Headers.Location?.ToString());
    }

    public Task<Stream> Stream(string path) => http.GetStreamAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => http.Dispose();
}

/// <param name="Json">Null when the answer was none.</param>
public sealed record ApiAnswer(int Status, string Text, JsonNode? Json, string? Location)
{
    /// <summary>The sentence of a problem.</summary>
    public string Detail => (string?)Json?["detail"] ?? "";

    public string Kind => (string?)Json?["kind"] ?? "";

    /// <summary>The id of what was made.</summary>
    public long Id => (long)Expect(201)["id"]!;

    /// <summary>The answer's JSON; fails with the answer when the status is another.</summary>
    public JsonNode Expect(int status)
    {
        Assert.True(Status == status, string.Create(CultureInfo.InvariantCulture, $"{Status} instead of {status}: {Text}"));
        return Json ?? new JsonObject();
    }

    public string Error(string field) => (string?)Expect(422)["errors"]?[field]?[0] ?? $"no error of {field} in {Text}";
}
