using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.SyncLog;

/// <summary>Whatever is asked, the log answers what a plain look at each of its rows would, page by page.</summary>
public sealed class LogSearchTests(TestDatabase database)
{
    private static readonly string[] Outcomes = ["ok", "ok", "ok", "refused", "busy", "unknown"];
    private static readonly string[] Entities = ["health", "budget_line", "project", "connection"];
    private static readonly string[] Words = ["overbooked", "BL-01", "été", "load"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_filter_finds_just_its_rows_in_order(int seed)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var neighbour = await Organisation.StartBeside(organisation);
        var chance = new Random(seed);
        var start = new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
        await organisation.Query(db => db.Database.ExecuteSqlRawAsync("select set_config('grantsync.tenant', '*', false), sync_log_make_month('2026-01-20'), sync_log_make_month('2026-02-20'), sync_log_make_month('2026-03-20')"));
        var mine = await LogRows.Put(organisation, start, 2600, n => Made(chance, n, organisation.UserId));
        await LogRows.Put(neighbour, start, 40, n => Made(chance, n, neighbour.UserId));

        for (var n = 0; n < 40; n++)
        {
            var question = Question(chance, start, organisation.UserId);
            var wanted = mine.Where(row => Fits(row, question)).OrderByDescending(r => r.Row.At).ThenByDescending(r => r.Row.Id).Select(r => r.Row.Id).ToList();
            var found = new List<long>();
            for (long? before = null; ;)
            {
                var page = await organisation.Expect(question with { Before = before, Size = 40 });
                found.AddRange(page.Rows.Select(r => r.Id));
                if (page.Next is null || found.Count >= 160)
                {
                    break;
                }

                before = page.Next;
            }

            Assert.True(wanted.Take(found.Count < 160 ? int.MaxValue : found.Count).SequenceEqual(found), $"{question}: {found.Count} of {wanted.Count}");
        }
    }

    [Fact]
    public async Task Support_finds_a_word_in_everybodys_rows_and_a_tenant_only_in_its_own()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var neighbour = await Organisation.StartBeside(organisation);
        var at = organisation.Clock.GetUtcNow().AddMinutes(-5);
        var mine = (await LogRows.Put(organisation, at, 1, _ => new LoggedRow("budget_line", "refused", "The code overbooked is taken", ["k:1"]))).Single().Row.Id;
        var theirs = (await LogRows.Put(neighbour, at, 1, _ => new LoggedRow("budget_line", "refused", "Overbooked too", ["k:1"]))).Single().Row.Id;

        Assert.Equal([mine], (await organisation.Expect(new ReadSyncLog { Text = "OVERBOOKED" })).Rows.Select(r => r.Id));
        Assert.Equal([mine], (await organisation.Expect(new ReadSyncLog { Key = "k:1", Entity = "budget_line" })).Rows.Select(r => r.Id));
        Assert.Empty((await organisation.Expect(new ReadSyncLog { Tenant = neighbour.Tenant, Text = "overbooked" })).Rows);
        var all = await organisation.SendAsSupport(new ReadSyncLog { Text = "overbooked", Outcome = "refused" });
        Assert.Equal([theirs, mine], all.Rows.Select(r => r.Id).OrderDescending());
        Assert.Equal([theirs], (await organisation.SendAsSupport(new ReadSyncLog { Text = "overbooked", Tenant = neighbour.Tenant })).Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task A_real_call_is_found_by_its_key_and_by_words_of_what_was_sent()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var load = (await organisation.Expect(new ReadSyncLog { Model = "account.analytic.account", Method = "load" })).Rows[0];
        var key = load.FirstKeys[0];

        Assert.Contains(load.Id, (await organisation.Expect(new ReadSyncLog { Key = key })).Rows.Select(r => r.Id));
        Assert.Contains(load.Id, (await organisation.Expect(new ReadSyncLog { Text = "line cvp.1", Method = "load" })).Rows.Select(r => r.Id));
        Assert.Empty((await organisation.Expect(new ReadSyncLog { Text = "line cvp.77" })).Rows);
        Assert.Empty((await organisation.Expect(new ReadSyncLog { Text = "!?" })).Rows);
    }

    [Fact]
    public async Task The_database_makes_the_same_terms()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        foreach (var word in Words)
        {
            Assert.Equal(
                LogTerms.Word(organisation.Tenant, word),
                await organisation.Query(db => db.Database.SqlQuery<long>($"select sync_log_term({organisation.Tenant}, 'word', {word}) as \"Value\"").SingleAsync()));
        }

        // fixed for ever: rows of years ago are found by it
        Assert.Equal(LogTerms.Of("acme", "key", "acme:budget_line:981:upsert"), LogTerms.Key("acme", "acme:budget_line:981:upsert"));
        Assert.Equal(["bl-01", "bl", "01", "été", "a", "b"], LogTerms.WordsOf("(BL-01) <x>Été</x>, a b".Replace("<x>", "\"", StringComparison.Ordinal).Replace("</x>", "\"", StringComparison.Ordinal)));
    }

    private static LoggedRow Made(Random chance, int n, long user)
    {
        var outcome = chance.Next(400) == 0 ? "access" : Outcomes[chance.Next(Outcomes.Length)];
        return new LoggedRow(
            Entities[chance.Next(Entities.Length)],
            chance.Next(200) == 0 ? null : outcome,
            outcome == "ok" ? null : $"Odoo said {Words[chance.Next(Words.Length)]} of “{n}” {Words[chance.Next(2)]}",
            chance.Next(3) == 0 ? [$"k:{chance.Next(300)}", $"k:{chance.Next(300)}"] : [],
            chance.Next(5) == 0 ? user : null,
            outcome == "busy" ? 503 : 200,
            outcome == "refused" ? 2 : null,
            chance.Next(50).ToString("x32", CultureInfo.InvariantCulture));
    }

    private static ReadSyncLog Question(Random chance, DateTimeOffset start, long user)
    {
        T? Sometimes<T>(int one, Func<T> value) => chance.Next(one) == 0 ? value() : default;
        return new ReadSyncLog
        {
            Entity = Sometimes(3, () => Entities[chance.Next(Entities.Length)]),
            Outcome = Sometimes(3, () => new[] { "ok", "refused", "access", "trouble", "pending" }[chance.Next(5)]),
            HttpStatus = chance.Next(6) == 0 ? 503 : null,
            FaultCode = chance.Next(6) == 0 ? 2 : null,
            UserId = chance.Next(5) == 0 ? user : null,
            Key = Sometimes(6, () => $"k:{chance.Next(300)}"),
            Trace = Sometimes(8, () => chance.Next(50).ToString("x32", CultureInfo.InvariantCulture)),
            Text = Sometimes(4, () => chance.Next(2) == 0 ? Words[chance.Next(Words.Length)].ToUpperInvariant() : "odoo " + Words[chance.Next(Words.Length)]),
            WithoutPings = chance.Next(3) == 0,
            From = chance.Next(4) == 0 ? start.AddDays(chance.Next(40)) : null,
            To = chance.Next(4) == 0 ? start.AddDays(20 + chance.Next(40)) : null,
        };
    }

    private static bool Fits((SyncLogRow Row, string? Error) one, ReadSyncLog question)
    {
        var row = one.Row;
        return (question.Entity is null || row.Entity == question.Entity)
            && question.Outcome switch { null => true, "pending" => row.Outcome is null, "trouble" => row.Outcome is not null and not "ok" and not "missing", var outcome => row.Outcome == outcome }
            && (question.HttpStatus is null || row.HttpStatus == question.HttpStatus)
            && (question.FaultCode is null || row.FaultCode == question.FaultCode)
            && (question.UserId is null || row.UserId == question.UserId)
            && (question.Key is null || row.Keys.Contains(question.Key))
            && (question.Trace is null || row.TraceId == question.Trace)
            && (question.Text is null || question.Text.Split(' ').All(word => (one.Error ?? "").Split(' ', '“', '”').Contains(word, StringComparer.OrdinalIgnoreCase)))
            && (!question.WithoutPings || row.Entity != "health")
            && (question.From is null || row.At >= question.From)
            && (question.To is null || row.At < question.To);
    }
}
