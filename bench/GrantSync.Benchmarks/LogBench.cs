using System.Diagnostics;
using System.Globalization;
using GrantSync.Application;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrantSync.Benchmarks;

/// <summary>
/// The sync log when it is old: so many rows of one tenant over two years, beside two smaller tenants. The first page and each filter, asked
/// as an admin asks through the use case, beside the limit. A filter that misses it prints PostgreSQL's plan.
/// </summary>
public static class LogBench
{
    private const int Limit = 200, Times = 20;

    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter output)
    {
        var rows = args is ["--rows", var count] ? long.Parse(count, CultureInfo.InvariantCulture) : 10_000_000;
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
        var made = Stopwatch.StartNew();
        await LogRows.Make(postgres.ConnectionString, rows, output);
        var size = await LogRows.Size(postgres.ConnectionString);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log, {rows:N0} rows of one tenant and a tenth of that of two others, made in {made.Elapsed.TotalSeconds:0} s; {size}"));

        var plans = new SlowQueries(TimeSpan.FromMilliseconds(Limit));
        await using var services = Services(postgres.ConnectionString, Path.Combine(folder, "keys"), plans);
        var worst = 0.0;
        foreach (var (name, role, question) in Questions())
        {
            var took = new List<double>();
            var found = 0;
            plans.Clear();
            for (var n = 0; n < Times + 1; n++)
            {
                await using var scope = services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().Is(1, "Amina", role, role == Role.Support ? Caller.EveryTenant : LogRows.Tenant);
                var clock = Stopwatch.StartNew();
                var page = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(question);
                if (n > 0)
                {
                    took.Add(clock.Elapsed.TotalMilliseconds);
                }

                found = page.Value.Rows.Count;
            }

            took.Sort();
            var p95 = took[(int)Math.Ceiling(took.Count * 0.95) - 1];
            worst = Math.Max(worst, p95);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log, {name} ({found} found): p95 {p95:0} ms, median {took[took.Count / 2]:0} ms (limit {Limit})"));
            if (p95 > Limit)
            {
                await plans.Explain(postgres.ConnectionString, role == Role.Support ? Caller.EveryTenant : LogRows.Tenant, output);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log, the slowest of all: p95 {worst:0} ms (limit {Limit})"));
        return worst > Limit ? 1 : 0;
    }

    private static IEnumerable<(string Name, Role Role, ReadSyncLog Question)> Questions()
    {
        var (old, older) = (LogRows.Newest.AddMonths(-12), LogRows.Newest.AddMonths(-20));
        (string Name, ReadSyncLog Question)[] asked =
        [
            ("first page", new() { WithoutPings = true }),
            ("first page with pings", new()),
            ("outcome refused", new() { Outcome = "refused" }),
            ("anything but OK", new() { Outcome = "trouble" }),
            ("under way", new() { Outcome = "pending" }),
            ("about budget lines", new() { Entity = "budget_line" }),
            ("about drift, rare", new() { Entity = "drift" }),
            ("operation resolve", new() { Operation = "resolve" }),
            ("model project.project", new() { Model = "project.project" }),
            ("method read, no such", new() { Method = "unlink" }),
            ("HTTP status 502", new() { HttpStatus = 502 }),
            ("fault 4", new() { FaultCode = 4 }),
            ("writes", new() { Direction = CallDirection.Write }),
            ("a user", new() { UserId = 3 }),
            ("a user who was seldom here", new() { UserId = 9 }),
            ("a key", new() { Key = $"{LogRows.Tenant}:budget_line:1234:upsert" }),
            ("a key that is not there", new() { Key = $"{LogRows.Tenant}:budget_line:999999999:upsert" }),
            ("a trace", new() { Trace = LogRows.Trace(4321) }),
            ("a word in one row of a thousand", new() { Text = "word900" }),
            ("a word in every third row", new() { Text = "account" }),
            ("a word that was used in the first months only", new() { Text = "bygone" }),
            ("a word that is not there", new() { Text = "nowhere" }),
            ("three words", new() { Text = "account word17 word900" }),
            ("a week a year ago", new() { From = old, To = old.AddDays(7) }),
            ("refused in a week a year ago", new() { Outcome = "refused", From = old, To = old.AddDays(7) }),
            ("frequent, frequent, together rare", new() { Entity = "project", Outcome = "server_error" }),
            ("a combination that is not there", new() { Entity = "drift", Outcome = "busy", HttpStatus = 200 }),
            ("a user's refused budget lines", new() { UserId = 3, Entity = "budget_line", Outcome = "refused" }),
            ("a word among refused budget lines", new() { Text = "word900", Entity = "budget_line", Outcome = "refused" }),
            ("a word among a user's, long ago", new() { Text = "word17", UserId = 3, To = older }),
            ("everything at once", new() { Text = "account", UserId = 3, Entity = "budget_line", Model = "account.analytic.account", Outcome = "refused", FaultCode = 2, From = older, To = old }),
        ];
        foreach (var (name, question) in asked)
        {
            yield return (name, Role.Admin, question);
        }

        foreach (var (name, question) in asked.Where((_, n) => n is 0 or 2 or 3 or 6 or 14 or 15 or 18 or 20 or 23 or 25))
        {
            yield return ($"support, all tenants: {name}", Role.Support, question with { UserId = null });
        }
    }

    private static ServiceProvider Services(string connectionString, string keys, SlowQueries plans)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keys, Worker = false });
        services.ConfigureDbContext<GrantSyncDb>(db => db.AddInterceptors(plans));
        return services.BuildServiceProvider();
    }
}
