using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using GrantSync.Web.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Web.Tests.Commands;

/// <summary>The program as an operator starts it: a process with an environment, an exit code and sentences.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("grantsync-commands-").FullName;

    [Theory]
    [InlineData("serve")]
    [InlineData("worker")]
    [InlineData("migrate")]
    [InlineData("token add --email a@example.org")]
    public async Task Without_settings_a_command_says_what_to_set(string words)
    {
        var (exit, _, problems) = await Run(words, connectionString: null);
        Assert.Equal(2, exit);
        Assert.Contains("Set GRANTSYNC_CONNECTIONSTRING", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_password()
    {
        var (exit, output, problems) = await Run("doctor", "Host=127.0.0.1;Port=1;Username=me;Password=hush-hush;Database=x;Timeout=2");
        Assert.Equal(1, exit);
        Assert.Contains("PostgreSQL at 127.0.0.1:1 cannot be reached", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output + problems, StringComparison.Ordinal);

        (exit, output, problems) = await Run("serve", "Host=127.0.0.1;Pasword=hush-hush");
        Assert.Equal(2, exit);
        Assert.Contains("cannot be read", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output + problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong_and_then_a_folder_that_others_may_read()
    {
        var (exit, output, _) = await Run($"doctor --urls http://127.0.0.1:{FreePort()}", database.ConnectionString);
        Assert.Equal((0, true), (exit, output.Contains("Nothing is wrong.", StringComparison.Ordinal)));

        File.SetUnixFileMode(Path.Combine(folder, "keys"), (UnixFileMode)0b111_101_101);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        (exit, output, _) = await Run($"doctor --urls http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", database.ConnectionString);
        Assert.Equal(1, exit);
        Assert.Contains("chmod 700", output, StringComparison.Ordinal);
        Assert.Contains("listens there already", output, StringComparison.Ordinal);
        Assert.Contains("2 things are wrong.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_what_alerts_by_e_mail_lack()
    {
        await using var own = new TestDatabase();
        await own.InitializeAsync();
        var doctor = $"doctor --urls http://127.0.0.1:{FreePort()}";
        await using (var source = NpgsqlDataSource.Create(own.ConnectionString))
        {
            await using var command = source.CreateCommand(
                """
                select set_config('grantsync.tenant', '*', false);
                insert into tenants (id, name, created_at) values ('acme', 'Acme', now());
                insert into alert_channels (tenant_id, kind, name, shown_address, on_red, on_escalation, on_resolved, saved_at)
                values ('acme', 'email', 'Finance', 'a@example.org', true, false, true, now());
                """);
            await command.ExecuteNonQueryAsync();
        }

        var (exit, output, _) = await Run(doctor, own.ConnectionString);
        Assert.Equal(1, exit);
        Assert.Contains("WRONG  Mail server: 1 channel tells people by e-mail, but no mail server is set. Set GRANTSYNC_SMTPHOST", output, StringComparison.Ordinal);
        Assert.Contains("WRONG  Public address: alerts carry no link.", output, StringComparison.Ordinal);

        (string, string)[] mail =
        [
            ("GRANTSYNC_SMTPHOST", "mail.example.org"), ("GRANTSYNC_SMTPPASSWORD", "hush-hush"), ("GRANTSYNC_SMTPUSER", "me"),
            ("GRANTSYNC_MAILFROM", "GrantSync <alerts@example.org>"), ("GRANTSYNC_PUBLICADDRESS", "https://grantsync.example.org"),
        ];
        (exit, output, var problems) = await Run(doctor, own.ConnectionString, mail);
        Assert.Equal((0, ""), (exit, problems));
        Assert.Contains("well   Mail server mail.example.org:587", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);

        (exit, output, _) = await Run(doctor, own.ConnectionString, [.. mail, ("GRANTSYNC_SMTPTLS", "false")]);
        Assert.Contains("the password goes there in the clear", output, StringComparison.Ordinal);
        (exit, output, _) = await Run(doctor, own.ConnectionString, [.. mail, ("GRANTSYNC_MAILFROM", "nobody")]);
        Assert.Equal((1, true), (exit, output.Contains("GRANTSYNC_MAILFROM is no sender", StringComparison.Ordinal)));
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_database_becomes_usable_at_the_terminal()
    {
        var (exit, output, _) = await Run("migrate", database.ConnectionString);
        Assert.Equal((0, "The database is up to date."), (exit, output.Trim()));

        (exit, output, _) = await Run("tenant add acme Acme --admin-email amina@acme.example --admin-name Amina", database.ConnectionString);
        Assert.Equal(0, exit);
        Assert.Matches("with the password [A-Za-z0-9]{20}", output);
        var (again, _, problems) = await Run("tenant add acme Acme --admin-email bo@acme.example", database.ConnectionString);
        Assert.Equal((2, "There is a tenant acme already."), (again, problems.Trim()));

        (exit, _, _) = await Run("user add --tenant acme --email bo@acme.example --name Bo --role grant-manager", database.ConnectionString);
        Assert.Equal(0, exit);
        (exit, _, problems) = await Run("user add --tenant acme --email cy@acme.example --name Cy --role boss", database.ConnectionString);
        Assert.Equal((2, "'boss' is no role. There are viewer, grant-manager, admin and support."), (exit, problems.Trim()));

        (exit, var token, _) = await Run("token add --email bo@acme.example", database.ConnectionString);
        Assert.Equal(0, exit);
        await using var serving = new Serving(Start($"serve --urls http://127.0.0.1:{FreePort()}", database.ConnectionString));
        using var client = new ApiClient(await serving.Address(), token.Trim());
        Assert.Equal("grantManager", (string?)(await client.Get("me")).Expect(200)["role"]);
        (exit, output, _) = await Run($"doctor --urls {await serving.Address()}", database.ConnectionString);
        Assert.Equal((0, true), (exit, output.Contains("GrantSync runs there", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("verify-log --anchors nowhere.txt", "There is no file nowhere.txt")]
    [InlineData("verify-log --tenant nobody", "There is no such tenant.")]
    [InlineData("fly", "'fly' is no command")]
    [InlineData("serve --port 80", "--port is no option here")]
    [InlineData("tenant add", "Write it like")]
    public async Task What_cannot_be_done_is_said_in_words_with_exit_2(string words, string sentence)
    {
        var (exit, output, problems) = await Run(words, database.ConnectionString);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(sentence, problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_log_names_the_row_that_was_changed_and_the_end_that_was_cut_off()
    {
        await Run("migrate", database.ConnectionString);
        await Run("tenant add sealed Sealed --admin-email amina@sealed.example", database.ConnectionString);
        await Sql(
            """
            insert into sync_log (tenant_id, at, direction, entity, operation, keys, model, method, attempt)
                select 'sealed', now(), 'read', 'health', 'ping', '{}', 'res.users', 'read', n from generate_series(1, 5) n;
            update sync_log set completed_at = now(), outcome = 'ok' where tenant_id = 'sealed';
            """);
        var (exit, output, _) = await Run("verify-log --tenant sealed", database.ConnectionString);
        Assert.Equal(0, exit);
        Assert.Contains("well   sealed: 5 rows are as they were sealed.", output, StringComparison.Ordinal);
        Assert.Contains("anchor: sealed 5 ", output, StringComparison.Ordinal);
        var anchors = Path.Combine(folder, "anchors.txt");
        await File.WriteAllTextAsync(anchors, output);
        (exit, output, var problems) = await Run($"verify-log --anchors {anchors}", database.ConnectionString);
        Assert.True(exit == 0, output + problems);

        // whoever owns the tables can cut the end off, with the chain: the anchor tells
        await Sql(
            """
            alter table sync_log disable trigger user; alter table sync_log_chains disable trigger user;
            delete from sync_log where tenant_id = 'sealed' and seal_number = 5;
            update sync_log_chains set last_number = 4, last_seal = (select seal from sync_log where tenant_id = 'sealed' and seal_number = 4) where tenant_id = 'sealed';
            """);
        (exit, output, _) = await Run($"verify-log --anchors {anchors}", database.ConnectionString);
        Assert.Equal((1, true), (exit, output.Contains("cut off, and the chain with them", StringComparison.Ordinal)));
        await Sql("update sync_log set error = 'x' where tenant_id = 'sealed' and seal_number = 2");
        (exit, output, _) = await Run("verify-log --tenant sealed", database.ConnectionString);
        Assert.Equal(1, exit);
        Assert.Matches("WRONG  sealed: Row [0-9]+ of .* number 2, is not what was sealed", output);

        await File.WriteAllTextAsync(anchors, "sealed five");
        (exit, _, problems) = await Run($"verify-log --anchors {anchors}", database.ConnectionString);
        Assert.Equal((2, true), (exit, problems.Contains("Line 1 of", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Measures_and_traces_leave_over_otlp()
    {
        await Run("migrate", database.ConnectionString);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        var (traces, measures) = (new TaskCompletionSource<string>(), new TaskCompletionSource<string>());
        collector.MapPost("/v1/{what}", async (string what, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var told = Encoding.Latin1.GetString(body.ToArray());

            // the first measures leave before all have been read
            if (what == "traces" || told.Contains("grantsync.intents.oldest", StringComparison.Ordinal))
            {
                (what == "traces" ? traces : measures).TrySetResult(told);
            }
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);

        await using var serving = new Serving(Start(
            $"serve --urls http://127.0.0.1:{FreePort()}",
            database.ConnectionString,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "500")));
        using var http = new HttpClient();
        Assert.Equal("ready", await http.GetStringAsync(new Uri($"{await serving.Address()}/health/ready"), TestContext.Current.CancellationToken));
        Assert.Equal("alive", await http.GetStringAsync(new Uri($"{await serving.Address()}/health/live"), TestContext.Current.CancellationToken));
        var told = await measures.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Contains("grantsync.incidents.open", told, StringComparison.Ordinal);
        Assert.Contains("grantsync", await traces.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task Sql(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($"select set_config('grantsync.tenant', '*', false); {sql}");
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(int Exit, string Output, string Problems)> Run(string words, string? connectionString, params (string Name, string Value)[] more)
    {
        using var process = Start(words, connectionString, more);
        var (output, problems) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return (process.ExitCode, await output, await problems);
    }

    private Process Start(string words, string? connectionString, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "GrantSync.Web.dll")} {words}")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in start.Environment.Keys.Where(k => k.StartsWith("GRANTSYNC", StringComparison.OrdinalIgnoreCase) || k.StartsWith("ASPNETCORE", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(setting);
        }

        if (connectionString is not null)
        {
            start.Environment["GRANTSYNC_CONNECTIONSTRING"] = connectionString;
        }

        start.Environment["GRANTSYNC_KEYSFOLDER"] = Path.Combine(folder, "keys");
        foreach (var (name, value) in more)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class Serving(Process process) : IAsyncDisposable
    {
        private string? address;

        public async Task<string> Address() => address ??= await Read();

        private async Task<string> Read()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("GrantSync serves ", StringComparison.Ordinal))
                {
                    return line["GrantSync serves ".Length..line.IndexOf(". Ctrl-C", StringComparison.Ordinal)];
                }
            }

            return $"nowhere: {await process.StandardError.ReadToEndAsync()}";
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
