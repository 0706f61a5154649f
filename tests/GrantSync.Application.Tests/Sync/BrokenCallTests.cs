using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

public sealed class BrokenCallTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";

    [Theory]
    [InlineData(FaultKind.DropAnswer, 3)]
    [InlineData(FaultKind.CutAnswer, 3)]
    [InlineData(FaultKind.CannotMarshalNone, 3)]
    [InlineData(FaultKind.DropAnswer, 30)]
    public async Task An_answer_lost_after_the_commit_leaves_one_set_of_records(FaultKind kind, int lines)
    {
        await using var organisation = await Organisation.Start(database, lines: lines);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(kind) { Model = Accounts, Method = "load", Count = 1 });

        await organisation.Sync();
        var unsure = await organisation.Budget();
        Assert.Equal(lines + 4, unsure.Progress.Unknown);
        Assert.Contains(LineState.Unknown, unsure.Categories.SelectMany(c => c.Lines).Select(l => l.State.State));
        var callsBefore = organisation.Sandbox.Odoo.Calls.Count;
        await organisation.Settle();
        Assert.Equal(callsBefore, organisation.Sandbox.Odoo.Calls.Count);

        organisation.Clock.Advance(TimeSpan.FromSeconds(121));
        await organisation.Settle();

        Assert.Equal(lines + 4, organisation.InOdoo(Accounts).Count);
        var sure = await organisation.Budget();
        Assert.Equal(sure.Progress.Total, sure.Progress.InOdoo);
    }

    [Theory]
    [InlineData(FaultKind.Reset, false)]
    [InlineData(FaultKind.Gateway, false)]
    [InlineData(FaultKind.Gateway, true)]
    public async Task A_call_that_may_not_have_arrived_is_read_and_sent_again(FaultKind kind, bool afterCommit)
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(kind) { Model = Accounts, Method = "load", Count = 1, AfterCommit = afterCommit });

        await organisation.Sync();
        for (var n = 0; n < 5; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromSeconds(121));
            await organisation.Settle();
        }

        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Fact]
    public async Task A_lost_answer_to_a_change_is_settled_by_comparing_fields()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
        await organisation.Expect(new EditBudget(organisation.GrantId, [PushTests.Edit(line) with { Description = "Changed" }]));
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.DropAnswer) { Model = Accounts, Method = "load", Count = 1 });
        await organisation.Sync();
        var loads = organisation.Sandbox.Odoo.Calls.Count(c => c.Method == "load");

        organisation.Clock.Advance(TimeSpan.FromSeconds(121));
        await organisation.Settle();

        Assert.Equal(loads, organisation.Sandbox.Odoo.Calls.Count(c => c.Method == "load"));
        Assert.True((await organisation.Budget()).Progress is { Unknown: 0, Waiting: 0 });
    }

    [Fact]
    public async Task A_serialisation_failure_is_tried_again_after_a_wait()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Serialisation) { Model = Accounts, Method = "load", Count = 2 });

        await organisation.Sync();
        Assert.Empty(organisation.InOdoo(Accounts));
        for (var n = 0; n < 4; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromSeconds(30));
            await organisation.Settle();
        }

        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
    }

    [Fact]
    public async Task A_bad_row_is_set_aside_with_its_reason_and_the_others_arrive()
    {
        await using var organisation = await Organisation.Start(database, lines: 20);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));

        // a name that Odoo would refuse, put past our own validation
        var bad = await organisation.Query(db => db.Intents.Where(i => i.Entity == SyncEntity.BudgetLine).OrderBy(i => i.Id).FirstAsync());
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""update intents set payload = replace(payload, '"Name":"Line', '"Name":"","X":"') where id = {bad.Id}"""));
        await organisation.Settle();

        Assert.Equal(20 + 4 - 1, organisation.InOdoo(Accounts).Count);
        var budget = await organisation.Budget();
        var refused = Assert.Single(budget.Categories.SelectMany(c => c.Lines), l => l.State.State == LineState.Refused);
        Assert.Contains("Missing required value", refused.State.Problem, StringComparison.Ordinal);
        Assert.Equal(1, budget.Progress.Refused);
        Assert.True(budget.Progress.IsSettled);
    }

    [Fact]
    public async Task A_shared_record_that_was_refused_is_tried_again_by_whichever_grant_syncs_next()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""update intents set state = 'refused', problem = 'no', ended_at = now() where entity = 'TemplateCategory'"""));
        await organisation.Settle();

        var second = await organisation.CreateGrant("WSH", 1);
        var receipt = await organisation.Expect(new SyncGrant(second));
        await organisation.Settle();

        Assert.Equal(3, receipt.TriedAgain);
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Fact]
    public async Task A_refused_plan_is_tried_again_when_the_connection_is_saved()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""update intents set state = 'refused', problem = 'no', ended_at = now() where entity = 'Plan'"""));
        await organisation.Sync();
        Assert.Null((await organisation.Connect()).Refusal);
        await organisation.Settle();

        Assert.Equal(2, organisation.InOdoo("account.analytic.plan").Count);
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Fact]
    public async Task A_bad_key_stops_the_lane_with_a_reason_and_a_new_key_lets_it_go_on()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.BadKey));
        await organisation.Sync();
        var stopped = await organisation.Budget();
        Assert.NotNull(stopped.Progress.Stopped);
        Assert.Equal(stopped.Progress.Total, stopped.Progress.Waiting);

        organisation.Sandbox.Faults.Clear();
        Assert.Null((await organisation.Connect()).Refusal);
        await organisation.Settle();

        var budget = await organisation.Budget();
        Assert.Null(budget.Progress.Stopped);
        Assert.Equal(budget.Progress.Total, budget.Progress.InOdoo);
    }

    [Fact]
    public async Task A_worker_that_died_in_a_call_is_followed_by_one_that_reads_first()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));

        // the first worker takes the lane, marks its rows as sending, and is never heard of again
        await organisation.Query(async db =>
        {
            await db.Database.ExecuteSqlAsync($"update lanes set holder = 'dead', fence = fence + 1, lease_until = {organisation.Clock.GetUtcNow().AddSeconds(30)}");
            return await db.Database.ExecuteSqlAsync(
                $"""
                update intents set state = 'sending', attempts = 1, fence = (select fence from lanes limit 1), call_id = 1, sent_at = {organisation.Clock.GetUtcNow()}
                where state = 'queued' and stage = 1
                """);
        });
        await organisation.Settle();
        Assert.Empty(organisation.InOdoo(Accounts));

        organisation.Clock.Advance(TimeSpan.FromSeconds(31));
        await organisation.Settle();
        Assert.Equal(7, (await organisation.Budget()).Progress.Unknown);
        Assert.Empty(organisation.InOdoo(Accounts));

        organisation.Clock.Advance(TimeSpan.FromSeconds(141));
        await organisation.Settle();
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
        Assert.Contains(organisation.Sandbox.Odoo.Calls, c => c.Method == "check_object_reference");
    }

    [Fact]
    public async Task Nothing_is_written_under_a_fence_that_has_passed_on()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));

        // the answer comes after another worker has taken the lane
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gather) { Model = Accounts, Method = "load", Count = 2 });
        var slow = organisation.Settle();
        await Until(() => organisation.Query(db => db.Intents.AnyAsync(i => i.State == IntentState.Sending)));
        await organisation.Query(db => db.Database.ExecuteSqlAsync($"update lanes set fence = fence + 1, holder = 'other'"));
        organisation.Sandbox.Faults.Clear();
        await slow;

        Assert.Equal(0, await organisation.Query(db => db.Intents.CountAsync(i => i.Stage == SyncStage.Accounts && i.State == IntentState.Confirmed)));
        Assert.DoesNotContain(await organisation.Log(), row => row.CompletedAt is null);
    }

    [Fact]
    public async Task The_log_holds_every_call_that_odoo_saw_and_no_key()
    {
        await using var organisation = await Organisation.Start(database);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.DropAnswer) { Model = Accounts, Method = "load", Count = 1 });
        await organisation.Sync();
        organisation.Clock.Advance(TimeSpan.FromSeconds(121));
        await organisation.Settle();

        var log = await organisation.Log();
        var seen = organisation.Sandbox.Odoo.Calls;
        Assert.Equal(seen.Count, log.Count);
        Assert.Equal(seen.Count(c => c.Method == "load"), log.Count(r => r.Method == "load"));
        Assert.All(log, row => Assert.NotNull(row.CompletedAt));
        var lost = Assert.Single(log, row => row.Outcome == "unknown");
        Assert.Equal(7, lost.Keys.Length);
        Assert.Contains($"{organisation.Tenant}:budget_line:", lost.Keys.First(k => k.Contains("budget_line", StringComparison.Ordinal)), StringComparison.Ordinal);
        var bodies = await organisation.Query(db => db.SyncLogBodies.ToListAsync());
        Assert.NotEmpty(bodies);
        Assert.DoesNotContain(bodies, body => System.Text.Encoding.UTF8.GetString(body.Request).Contains("sync-key", StringComparison.Ordinal));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
