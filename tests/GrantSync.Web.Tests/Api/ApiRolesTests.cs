using System.Globalization;
using System.Text.RegularExpressions;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace GrantSync.Web.Tests.Api;

public sealed partial class ApiRolesTests(RunningWeb web)
{
    /// <summary>Who may call what; v viewer, m grant manager, a admin, s support. Written out, so that a change of it is seen.</summary>
    private const string Table = """
        GET    /me                              vmas
        GET    /tokens                          vmas
        POST   /tokens                          vmas
        DELETE /tokens/{id}                     vmas
        GET    /units                           vma
        POST   /units                           ma
        PUT    /units/{id}                      ma
        POST   /units/{id}/archive              ma
        POST   /units/{id}/restore              ma
        GET    /donors                          vma
        POST   /donors                          ma
        PUT    /donors/{id}                     ma
        POST   /donors/{id}/archive             ma
        POST   /donors/{id}/restore             ma
        GET    /templates                       vma
        POST   /templates                       ma
        PUT    /templates/{id}                  ma
        POST   /templates/{id}/copy             ma
        POST   /templates/{id}/archive          ma
        POST   /templates/{id}/restore          ma
        GET    /templates/published             vma
        POST   /templates/published/take        ma
        GET    /grants                          vma
        POST   /grants                          ma
        GET    /grants/{id}                     vma
        PUT    /grants/{id}                     ma
        POST   /grants/{id}/copy                ma
        GET    /grants/{id}/projects            vma
        POST   /grants/{id}/projects            ma
        PUT    /grants/{id}/projects/{projectId} ma
        DELETE /grants/{id}/projects/{projectId} ma
        POST   /grants/{id}/close               ma
        POST   /grants/{id}/reopen              ma
        DELETE /grants/{id}                     ma
        POST   /grants/{id}/categories          ma
        DELETE /grants/{id}/categories/{categoryId} ma
        GET    /grants/{id}/budget              vma
        PATCH  /grants/{id}/budget              ma
        PUT    /grants/{id}/periods             ma
        PUT    /grants/{id}/allocation          ma
        POST   /grants/{id}/award               ma
        DELETE /grants/{id}/award               ma
        GET    /grants/{id}/revisions           vma
        POST   /grants/{id}/revisions           ma
        GET    /grants/{id}/revisions/{number}  vma
        POST   /grants/{id}/revisions/{number}/put-back ma
        GET    /grants/{id}/revisions/compare   vma
        GET    /grants/{id}/export              vma
        POST   /grants/{id}/imports             ma
        GET    /grants/{id}/imports/{importId}  ma
        POST   /grants/{id}/imports/{importId}/take-over ma
        DELETE /grants/{id}/imports/{importId}  ma
        GET    /grants/{id}/report              vma
        GET    /grants/{id}/report.xlsx         vma
        POST   /grants/{id}/sync                ma
        GET    /grants/{id}/sync/plan           vma
        GET    /grants/{id}/progress            vma
        GET    /sync                            ma
        POST   /sync/try-again                  ma
        GET    /grants/{id}/adoptable           ma
        POST   /grants/{id}/adopt               ma
        GET    /drift                           vma
        POST   /drift/check                     ma
        POST   /drift/decisions                 ma
        GET    /grants/{id}/actuals             vma
        GET    /grants/{id}/actuals/lines       vma
        POST   /grants/{id}/actuals/rate        ma
        POST   /actuals/refresh                 ma
        GET    /grants/{id}/manual-actuals      vma
        POST   /grants/{id}/manual-actuals      ma
        PUT    /grants/{id}/manual-actuals/{entryId} ma
        DELETE /grants/{id}/manual-actuals/{entryId} ma
        GET    /connection                      ma
        PUT    /connection                      a
        DELETE /connection                      a
        POST   /connection/test                 a
        GET    /connection/companies            ma
        GET    /tenants                         vmas
        POST   /tenants/{id}/ping               as
        GET    /sync-log                        mas
        GET    /sync-log/export                 mas
        GET    /sync-log/problems               mas
        POST   /sync-log/try-again              ma
        GET    /sync-log/{id}/story             mas
        GET    /sync-log/{id}                   mas
        GET    /users                           a
        POST   /users                           a
        POST   /users/{id}/deactivate           a
        GET    /events                          vmas
        """;

    private static readonly Dictionary<char, Role> Letters = new()
    {
        ['v'] = Role.Viewer,
        ['m'] = Role.GrantManager,
        ['a'] = Role.Admin,
        ['s'] = Role.Support,
    };

    /// <summary>Open to who is not signed in: the way in and out, the error page, probes, and the description of the API.</summary>
    private static readonly string[] Open = ["/error", "/health/live", "/health/ready", "/language", "/languages/{code}.json", "/openapi/{documentName}.json", "/sign-in", "/sign-out"];

    private static IEnumerable<(string Method, string Path, Role[] Roles)> Rows => Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(words => (words[0], words[1], words[2].Select(letter => Letters[letter]).ToArray()));

    [Fact]
    public void The_table_names_every_route()
    {
        var routes = web.Endpoints.Where(e => PathOf(e).StartsWith("/api/v1", StringComparison.Ordinal))
            .Select(e => $"{e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {PathOf(e)["/api/v1".Length..]}");
        Assert.Equal(Rows.Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_route_is_open_to_its_roles_only()
    {
        await using var organisation = await Organisation.Found(web);
        using var nobody = web.Client(null);
        using var stranger = web.Client("gs_0123456789");
        var wrong = new List<string>();
        foreach (var (method, path, roles) in Rows)
        {
            var at = path.Replace("{id}", "999999", StringComparison.Ordinal).Replace("{projectId}", "999999", StringComparison.Ordinal)
                .Replace("{categoryId}", "999999", StringComparison.Ordinal).Replace("{number}", "999999", StringComparison.Ordinal).Replace("{entryId}", "999999", StringComparison.Ordinal).Replace("{importId}", "999999", StringComparison.Ordinal);
            async Task Expect(ApiClient client, string who, Func<int, bool> right)
            {
                var answer = method == "GET" ? await client.Get(at) : await client.Send(method, at, "{");
                if (!right(answer.Status))
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{method} {path} as {who}: {answer.Status} {answer.Detail}"));
                }
            }

            await Expect(nobody, "nobody", status => status == 401);
            await Expect(stranger, "an unknown token", status => status == 401);
            foreach (var role in Enum.GetValues<Role>())
            {
                await Expect(organisation.As(role), role.ToString(), status => roles.Contains(role) ? status is not (401 or 403 or >= 500) : status == 403);
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Without_a_sign_in_only_the_way_in_is_open()
    {
        var open = web.Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(PathOf).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Open, open);
    }

    [Fact]
    public async Task Each_page_sends_a_stranger_to_sign_in_and_is_closed_to_other_roles()
    {
        await using var organisation = await Organisation.Found(web);
        var wrong = new List<string>();
        var pages = web.Endpoints.Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null && !Open.Contains(PathOf(e))).ToList();
        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            var at = Parameter().Replace(PathOf(page), "999999");
            var roles = page.Metadata.GetMetadata<ForRolesAttribute>()?.Roles;
            if (roles is null)
            {
                wrong.Add($"{at} does not say whose it is");
                continue;
            }

            var (status, location) = await Visit(at, null);
            if (status != 302 || !location.Contains("/sign-in?", StringComparison.Ordinal))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{at} as nobody: {status} {location}"));
            }

            foreach (var role in Enum.GetValues<Role>())
            {
                (status, _) = await Visit(at, organisation.TokenOf(role));
                if (roles.Contains(role) ? status is 401 or 403 or >= 500 : status != 403)
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{at} as {role}: {status}"));
                }
            }
        }

        Assert.Empty(wrong);
    }

    private async Task<(int Status, string Location)> Visit(string path, string? token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Address + path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return ((int)response.StatusCode, response.Headers.Location?.ToString() ?? "");
    }

    /// <summary>Without the kinds of its parameters: <c>/grants/{id}</c>.</summary>
    private static string PathOf(RouteEndpoint endpoint) => "/" + Kind().Replace(endpoint.RoutePattern.RawText!, "}").Trim('/');

    [GeneratedRegex(":[a-z]+\\??}|\\?}")]
    private static partial Regex Kind();

    [GeneratedRegex("{[^}]+}")]
    private static partial Regex Parameter();
}
