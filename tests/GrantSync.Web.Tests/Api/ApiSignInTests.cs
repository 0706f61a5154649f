using System.Net;
using System.Text.RegularExpressions;
using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Tests.Api;

public sealed partial class ApiSignInTests(RunningWeb web)
{
    [Fact]
    public async Task A_session_reads_the_api_and_writes_nothing_through_it()
    {
        await using var organisation = await Organisation.Found(web);
        using var browser = new Browser(web.Address);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignIn(organisation.EmailOf(Role.Admin), Organisation.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/v1/me")).StatusCode);

        using var unit = new StringContent("{\"name\":\"Kenya\",\"countryCode\":\"KEN\"}", System.Text.Encoding.UTF8, "application/json");
        using var refused = await browser.Http.PostAsync(new Uri("/api/v1/units", UriKind.Relative), unit);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("good for reading only", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await browser.SignOut();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_and_out_of_reach_of_scripts()
    {
        await using var organisation = await Organisation.Found(web);
        using var browser = new Browser(web.Address);
        var answer = await browser.SignIn(organisation.EmailOf(Role.Viewer), Organisation.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("grantsync=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var organisation = await Organisation.Found(web);
        using var browser = new Browser(web.Address);
        using var form = new FormUrlEncodedContent([new("Form.Email", organisation.EmailOf(Role.Viewer)), new("Form.Password", Organisation.Password)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Http.PostAsync(new Uri("/sign-in", UriKind.Relative), form)).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        await using var organisation = await Organisation.Found(web);
        using var browser = new Browser(web.Address);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var answer = await browser.SignIn(organisation.EmailOf(Role.Viewer), "a wrong password");
            Assert.Contains("do not belong together", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var right = await browser.SignIn(organisation.EmailOf(Role.Viewer), Organisation.Password);
        Assert.Contains("Too many failed attempts", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_deactivated_is_out_at_once_with_session_and_token()
    {
        await using var organisation = await Organisation.Found(web);
        using var browser = new Browser(web.Address);
        await browser.SignIn(organisation.EmailOf(Role.Viewer), Organisation.Password);
        var id = (long)(await organisation.As(Role.Viewer).Get("me")).Expect(200)["userId"]!;

        (await organisation.Admin.Post($"users/{id}/deactivate", new { })).Expect(204);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get("/api/v1/me")).StatusCode);
        var answer = await organisation.As(Role.Viewer).Get("me");
        answer.Expect(401);
        Assert.Contains("not valid", answer.Detail, StringComparison.Ordinal);
        Assert.Contains("do not belong together", await (await browser.SignIn(organisation.EmailOf(Role.Viewer), Organisation.Password)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends_when_revoked()
    {
        await using var organisation = await Organisation.Found(web);
        var token = (string)(await organisation.Manager.Post("tokens", new { name = "nightly import" })).Expect(201)["token"]!;
        using var script = web.Client(token);
        Assert.Equal("grantManager", (string?)(await script.Get("me")).Expect(200)["role"]);

        var list = await organisation.Manager.Get("tokens");
        Assert.DoesNotContain(token, list.Text, StringComparison.Ordinal);
        var id = (long)list.Expect(200).AsArray().Single(t => (string?)t!["name"] == "nightly import")!["id"]!;
        (await organisation.Admin.Delete($"tokens/{id}")).Expect(404);
        (await organisation.Manager.Delete($"tokens/{id}")).Expect(204);
        (await script.Get("me")).Expect(401);
    }

    [Fact]
    public async Task One_address_may_try_only_so_many_sign_ins_a_minute()
    {
        await using var strict = GrantSyncWeb.Build(web.Settings with { SignInsAMinute = 3, Worker = false });
        await strict.StartAsync();
        using var browser = new Browser(strict.Urls.Single());
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.SignIn($"nobody{attempt}@example.org", "guess")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignIn("nobody@example.org", "guess")).StatusCode);
        await strict.StopAsync();
    }

    /// <summary>Fills in the sign-in form as a browser does.</summary>
    private sealed partial class Browser(string address) : IDisposable
    {
        public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };

        public Task<HttpResponseMessage> Get(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

        public async Task<HttpResponseMessage> SignIn(string email, string password) =>
            await Post("/sign-in", "/sign-in", new() { ["Form.Email"] = email, ["Form.Password"] = password });

        public async Task SignOut() => await Post("/grants", "/sign-out", []);

        public void Dispose() => Http.Dispose();

        private async Task<HttpResponseMessage> Post(string page, string path, Dictionary<string, string> fields)
        {
            var html = await Http.GetStringAsync(new Uri(page, UriKind.Relative));
            fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
            using var form = new FormUrlEncodedContent(fields);
            return await Http.PostAsync(new Uri(path, UriKind.Relative), form);
        }

        [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
        private static partial Regex Token();
    }
}
