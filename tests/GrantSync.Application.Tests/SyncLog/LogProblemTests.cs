using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Application.Units;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.SyncLog;

public sealed class LogProblemTests(TestDatabase database)
{
    [Fact]
    public async Task Calls_that_went_wrong_alike_are_one_group_with_its_count_and_time()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var now = organisation.Clock.GetUtcNow();
        await LogRows.Put(organisation, now.AddDays(-20), 1, n => new("budget_line", "refused", "The code “A1” is taken by 12"));
        var rows = await LogRows.Put(organisation, now.AddHours(-3), 4, n => new("budget_line", n == 3 ? "ok" : "refused", n == 3 ? null : $"The code “B{n}” is taken by {n}"));
        await LogRows.Put(organisation, now.AddHours(-2), 1, n => new("project", "busy", "Odoo was busy", HttpStatus: 503));

        var week = (await organisation.Expect(new ReadLogProblems())).Groups;
        Assert.Equal(["Odoo was busy", "The code “B2” is taken by 2"], week.Select(g => g.Error));
        Assert.Equal([1, 3], week.Select(g => g.Count));
        Assert.Equal(rows[2].Row.Id, week[1].LastId);
        Assert.Equal(4, (await organisation.Expect(new ReadLogProblems(30))).Groups.Single(g => g.Outcome == "refused").Count);
        Assert.Equal(4, (await organisation.Expect(new ReadSyncLog { Fingerprint = week[1].Fingerprint })).Rows.Count);
        Assert.Single((await organisation.Expect(new ReadSyncLog { Fingerprint = week[1].Fingerprint, To = now.AddDays(-10) })).Rows);

        await using var neighbour = await Organisation.StartBeside(organisation);
        Assert.Empty((await neighbour.Expect(new ReadLogProblems(null))).Groups);
        Assert.Equal(2, (await organisation.SendAsSupport(new ReadLogProblems())).Groups.Count);
    }

    [Fact]
    public async Task A_group_counts_each_ended_call_once_also_when_a_worker_was_cut_off()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Model = "account.analytic.account", Method = "load", Status = 503, Count = 2 });
        await organisation.Sync();
        for (var n = 0; n < 6; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromMinutes(10));
            await organisation.Settle();
        }

        // that something is not there is an answer, which the connection test asks for
        var wrong = (await organisation.Log()).Where(r => r.Outcome is not null and not ("ok" or "missing")).ToList();
        Assert.NotEmpty(wrong);
        Assert.All(wrong, r => Assert.NotNull(r.Fingerprint));
        var groups = (await organisation.Expect(new ReadLogProblems(null))).Groups;
        Assert.Equal(wrong.GroupBy(r => r.Fingerprint).ToDictionary(g => g.Key!, g => g.Count()), groups.ToDictionary(g => g.Fingerprint, g => g.Count));
    }

    [Fact]
    public async Task What_was_refused_is_tried_again_once_from_its_row_or_its_group()
    {
        await using var organisation = await Organisation.Start(database);
        var unit = (await organisation.Expect(new ListUnits())).Single();
        await organisation.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 999, "A company that is gone"));
        await organisation.Sync();
        var group = Assert.Single((await organisation.Expect(new ReadLogProblems())).Groups, g => g.Waiting > 0);
        var story = await organisation.Expect(new ReadLogStory(group.LastId));
        Assert.Equal(group.Waiting, story.Waiting);
        var record = Assert.Single(story.Records, r => r.State == IntentState.Refused);
        Assert.Equal("Amina", record.UserName);
        Assert.Equal(organisation.GrantId, record.GrantId);

        // support looks, and does not write for a tenant
        Assert.IsType<Forbidden>((await organisation.Send(new TryAgainFromLog(Row: group.LastId), Role.Support)).Refusal);
        Assert.IsType<Invalid>((await organisation.Send(new TryAgainFromLog())).Refusal);

        Assert.Equal(group.Waiting, await organisation.Expect(new TryAgainFromLog(Fingerprint: group.Fingerprint)));
        Assert.Equal(0, await organisation.Expect(new TryAgainFromLog(Fingerprint: group.Fingerprint)));
        Assert.Equal(0, await organisation.Expect(new TryAgainFromLog(Row: group.LastId)));

        await organisation.Settle();
        var again = Assert.Single((await organisation.Expect(new ReadLogProblems())).Groups, g => g.Waiting > 0);
        Assert.Equal(group.Fingerprint, again.Fingerprint);
        Assert.True(again.Count > group.Count);
        Assert.True((await organisation.Expect(new ReadLogStory(again.LastId))).Attempts.Count >= 2);

        organisation.Sandbox.Odoo.Create("res.company", new() { ["name"] = "Found again", ["currency_id"] = 1, ["active"] = true }, id: 999);
        Assert.Equal(again.Waiting, await organisation.Expect(new TryAgainFromLog(Row: again.LastId)));
        await organisation.Settle();
        Assert.DoesNotContain((await organisation.Expect(new ReadLogProblems())).Groups, g => g.Waiting > 0);
    }
}
