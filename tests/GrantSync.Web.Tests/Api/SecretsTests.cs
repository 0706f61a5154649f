using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;
using GrantSync.Sandbox;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Web.Tests.Api;

/// <summary>
/// Secrets that nothing else looks like go through all that handles them; then everything the application wrote is searched for each of them, in
/// every form in which one may be written: all columns of all tables, the logs at their most talkative, all answers, the exported files.
/// </summary>
public sealed class SecretsTests : IAsyncLifetime
{
    // with signs that XML, HTML, JSON and addresses write in other ways
    private const string Key = "k3y<7f&\"Ω'e9>b%2 Zq+Ln/41xw";
    private const string Password = "pässw0rd<&'\"> %+/ R7m-horse";
    private const string WrongPassword = "wr0ng<&>'guess\" %+/ T5b-mule";

    private readonly TestDatabase database = new();
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-keys-").FullName;
    private readonly EverythingLogged logged = new();
    private readonly List<(string Where, string Text)> seen = [];

    [Fact]
    public async Task No_key_password_or_token_stands_in_anything_that_is_written()
    {
        await using var odoo = await EchoingOdoo.Start(Key);
        await using var web = await Start();
        var (tenant, email) = ("leaky", "daniel@leaky.example");
        await Send(web, new GrantSync.Application.Tenants.CreateTenant(tenant, "Leaky", "Daniel Okello", email, Password), caller => caller.IsTheProgram(Caller.EveryTenant));
        var user = await Send(web, new FindUser(email), caller => caller.IsTheProgram(Caller.EveryTenant));
        var token = await Send(web, new CreateApiToken("script"), caller => caller.Is(user.UserId, user.Name, user.Role, user.Tenant));
        using var api = new ApiClient(web.Urls.Single(), token);

        // signing in, rightly and wrongly, through the page
        using var browser = new HttpClient { BaseAddress = new Uri(web.Urls.Single()) };
        await SignIn(browser, email, WrongPassword);
        await SignIn(browser, email, Password);
        await Look(browser, "/sync-log?pings=true");

        // connecting; then Odoo echoes the key in a fault, in a page of HTML, and in an answer
        var login = new { server = odoo.Address, database = "sandbox", userName = "sync@example.org", key = Key };
        var report = await Ask(api, "POST", "connection/test", login);
        Assert.True((bool)report.Expect(200)["works"]!, report.Text);
        (await Ask(api, "PUT", "connection", new { login.server, login.database, login.userName, login.key, plans = report.Json!["suggestedPlans"] })).Expect(200);
        foreach (var echo in Enum.GetValues<Echo>())
        {
            odoo.Echo = echo;
            await Ask(api, "POST", "connection/test", login);
            await Ask(api, "POST", $"tenants/{tenant}/ping", new { });
        }

        odoo.Echo = Echo.Nothing;
        using (var stranger = new ApiClient(web.Urls.Single(), token + "x"))
        {
            Assert.Equal(401, (await Ask(stranger, "GET", "me", null)).Status);
        }

        var rows = (await Ask(api, "GET", "sync-log?size=200", null)).Expect(200)["rows"]!.AsArray();
        Assert.True(rows.Count > 20, $"only {rows.Count} calls were made");
        Assert.True(odoo.Echoed > 5, $"only {odoo.Echoed} answers had the key in them");
        foreach (var row in rows)
        {
            await Ask(api, "GET", $"sync-log/{row!["id"]}", null);
            await Look(browser, $"/sync-log/{row["id"]}?xml=true");
        }

        await Ask(api, "GET", "sync-log/problems", null);
        await Ask(api, "GET", "sync-log/export?format=csv", null);
        var export = await Ask(api, "GET", "sync-log/export?format=jsonLines&bodies=true", null);
        Assert.Contains("***", export.Text, StringComparison.Ordinal);
        foreach (var page in new[] { "/sync-log/errors", "/tenants", "/connection", "/api-tokens", "/users" })
        {
            await Look(browser, page);
        }

        await web.StopAsync();
        seen.AddRange(await AllTables());
        seen.AddRange(logged.Lines.Select(line => ("log", line)));
        Assert.Contains(seen, one => one.Where.StartsWith("sync_log_bodies", StringComparison.Ordinal) && one.Text.Contains("***", StringComparison.Ordinal));
        Assert.True(logged.Lines.Count > 500, $"only {logged.Lines.Count} log lines");

        var leaks =
            from secret in new[] { ("key", Key), ("password", Password), ("wrong password", WrongPassword), ("token", token) }
            from form in Forms(secret.Item2)
            from one in seen
            where one.Text.Contains(form, StringComparison.Ordinal)
            select $"{secret.Item1} as {form} in {one.Where}: {Round(one.Text, form)}";
        Assert.Equal([], leaks.Distinct().Take(20));
    }

    public async ValueTask InitializeAsync() => await database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }

    private static IEnumerable<string> Forms(string secret) => new[]
    {
        secret,
        secret.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
        WebUtility.HtmlEncode(secret),
        HtmlEncoder.Default.Encode(secret),
        Uri.EscapeDataString(secret),
        WebUtility.UrlEncode(secret),
        JavaScriptEncoder.Default.Encode(secret),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)),
    }.Distinct();

    private static string Round(string text, string form)
    {
        var at = text.IndexOf(form, StringComparison.Ordinal);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + form.Length + 20)];
    }

    private async Task<WebApplication> Start()
    {
        var web = GrantSyncWeb.Build(
            new WebSettings { ConnectionString = database.ConnectionString, KeysFolder = keys, Urls = "http://127.0.0.1:0", JsonLogs = true },
            services =>
            {
                // all that anything says, EF's commands with their parameters' places and HttpClient's headers too
                services.AddLogging(logging => logging.ClearProviders().AddProvider(logged).SetMinimumLevel(LogLevel.Trace));
                services.Configure<LoggerFilterOptions>(filters =>
                {
                    filters.Rules.Clear();
                    filters.MinLevel = LogLevel.Trace;
                });
            });
        await web.StartAsync();
        return web;
    }

    private static async Task<T> Send<T>(WebApplication web, IRequest<Result<T>> request, Action<Caller> asWhom)
    {
        await using var scope = web.Services.CreateAsyncScope();
        asWhom(scope.ServiceProvider.GetRequiredService<Caller>());
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        Assert.True(result.Refusal is null, result.Refusal?.Sentence);
        return result.Value;
    }

    private async Task<ApiAnswer> Ask(ApiClient api, string method, string path, object? body)
    {
        var answer = await api.Send(new HttpMethod(method), path, body is null ? null : System.Net.Http.Json.JsonContent.Create(body));
        seen.Add(($"{method} {path}", answer.Text));
        return answer;
    }

    private async Task SignIn(HttpClient browser, string email, string password)
    {
        var form = await Look(browser, "/sign-in");
        var antiforgery = System.Text.RegularExpressions.Regex.Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        var names = System.Text.RegularExpressions.Regex.Matches(form, "<input[^>]*name=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            [names.First(n => n.EndsWith("mail", StringComparison.OrdinalIgnoreCase))] = email,
            [names.First(n => n.EndsWith("assword", StringComparison.OrdinalIgnoreCase))] = password,
            ["__RequestVerificationToken"] = antiforgery,
        }));
        seen.Add(("POST /sign-in", $"{string.Join('\n', answer.Headers)}\n{await answer.Content.ReadAsStringAsync()}"));
    }

    private async Task<string> Look(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        seen.Add(($"GET {path}", $"{string.Join('\n', answer.Headers)}\n{text}"));
        return text;
    }

    /// <summary>Each text, jsonb, array and bytea of each row of each table.</summary>
    private async Task<List<(string Where, string Text)>> AllTables()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var scope = new NpgsqlCommand("select set_config('grantsync.tenant', '*', false)", connection))
        {
            await scope.ExecuteNonQueryAsync();
        }

        var columns = new List<(string Table, string Column, bool Bytes)>();
        await using (var command = new NpgsqlCommand(
            "select table_name, column_name, data_type = 'bytea' from information_schema.columns where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
            }
        }

        Assert.Contains(("sync_log_bodies", "response", true), columns);
        var all = new List<(string, string)>();
        foreach (var (table, column, bytes) in columns)
        {
            await using var command = new NpgsqlCommand($"select {column}{(bytes ? "" : "::text")} from {table} where {column} is not null", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                all.Add((string.Create(CultureInfo.InvariantCulture, $"{table}.{column}"), bytes ? Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)) : reader.GetString(0)));
            }
        }

        return all;
    }

    private sealed class EverythingLogged : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Pen(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Pen(EverythingLogged all, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                all.Lines.Enqueue($"scope {state} {Values(state)}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                all.Lines.Enqueue($"{category} {formatter(state, exception)} {Values(state)} {exception}");

            /// <summary>A collector gets the values by name besides the sentence.</summary>
            private static string Values(object? state) =>
                state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")) : "";
        }
    }
}
