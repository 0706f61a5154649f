using GrantSync.Application.Budgets;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>The lane as a whole: its pace, its breaker, its turn, and what a worker leaves behind that stood still.</summary>
public sealed class LaneTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";

    [Fact]
    public async Task A_pace_of_sixty_a_minute_lets_one_call_go_a_second()
    {
        await using var organisation = await Organisation.Start(database, lines: 1200);
        await organisation.Settle();
        await organisation.Query(db => db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.CallsPerMinute, 60)));
        var before = organisation.Sandbox.Odoo.Calls.Count;

        await organisation.Sync();
        Assert.Equal(1, organisation.Sandbox.Odoo.Calls.Count - before);
        await organisation.Settle();
        Assert.Equal(1, organisation.Sandbox.Odoo.Calls.Count - before);

        organisation.Clock.Advance(TimeSpan.FromSeconds(1));
        await organisation.Settle();
        Assert.Equal(2, organisation.Sandbox.Odoo.Calls.Count - before);
        Assert.Null((await organisation.Budget()).Progress.Stopped);
    }

    [Fact]
    public async Task A_failing_odoo_opens_the_breaker_and_a_good_ping_lets_one_row_try()
    {
        await using var organisation = await Organisation.Start(database, lines: 30);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 404, Count = 100 });
        await organisation.Sync();
        for (var n = 0; n < 8; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromMinutes(6));
            await organisation.Settle();
        }

        Assert.Equal(Breaker.Open, (await Lane(organisation)).Breaker);
        Assert.Equal(new SyncLimits().FailuresBeforeOpen, organisation.Sandbox.Odoo.Calls.Count(c => c is { Method: "load", Model: Accounts }));
        Assert.NotNull((await organisation.Budget()).Progress.Stopped);

        organisation.Sandbox.Faults.Clear();
        await organisation.Expect(new PingNow(organisation.Tenant));
        Assert.Equal(Breaker.HalfOpen, (await Lane(organisation)).Breaker);
        await organisation.Settle();

        var loads = organisation.Sandbox.Odoo.Calls.Where(c => c is { Method: "load", Model: Accounts }).ToList();
        Assert.Equal(new SyncLimits().FailuresBeforeOpen + 2, loads.Count);
        var lane = await Lane(organisation);
        Assert.Equal((Breaker.Closed, 0, null), (lane.Breaker, lane.Failures, lane.StoppedBecause));
        Assert.True((await organisation.Budget()).Progress.IsSettled);
    }

    [Fact]
    public async Task Red_health_opens_the_breaker()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502, Count = 100 });
        for (var n = 0; n < 3; n++)
        {
            await organisation.Expect(new PingNow(organisation.Tenant));
            organisation.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var before = organisation.Sandbox.Odoo.Calls.Count;
        await organisation.Sync();

        Assert.Equal(before, organisation.Sandbox.Odoo.Calls.Count);
        Assert.NotNull((await organisation.Budget()).Progress.Stopped);
    }

    [Fact]
    public async Task A_row_that_is_never_taken_comes_before_a_person()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Serialisation) { Model = Accounts, Method = "load", Count = 1000 });
        await organisation.Sync();
        for (var n = 0; n < 20; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromMinutes(6));
            await organisation.Settle();
        }

        Assert.Equal(7, (await organisation.Budget()).Progress.Refused);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_holds_up_nobody()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"update intents set payload = '[1' where id = (select min(id) from intents where entity = 'BudgetLine')"));
        await organisation.Settle();

        var progress = (await organisation.Budget()).Progress;
        Assert.Equal((1, progress.Total - 1), (progress.Refused, progress.InOdoo));
    }

    [Fact]
    public async Task An_edit_while_the_older_one_is_under_way_is_sent_without_waiting_for_the_lease()
    {
        Organisation? running = null;
        var edited = false;
        await using var organisation = await Organisation.Start(database, at: async point =>
        {
            if (point == WritePoint.PendingCommitted && running is not null && !edited)
            {
                edited = true;
                await Rename(running, "newer");
                await running.Expect(new SyncGrant(running.GrantId));
            }
        });
        await organisation.Settle();
        running = organisation;
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Serialisation) { Model = Accounts, Method = "load", Count = 1 });
        await organisation.Sync();
        organisation.Clock.Advance(TimeSpan.FromSeconds(5));
        await organisation.Settle();

        Assert.Contains("newer", organisation.InOdoo(Accounts).Values);
        Assert.True((await organisation.Budget()).Progress.IsSettled);
    }

    [Fact]
    public async Task A_worker_that_stood_still_past_everything_sends_nothing_any_more()
    {
        Organisation? running = null;
        var stood = false;
        await using var organisation = await Organisation.Start(database, at: async point =>
        {
            if (point == WritePoint.PendingCommitted && running is not null && !stood)
            {
                stood = true;
                running.Clock.Advance(TimeSpan.FromSeconds(31));
                await running.Settle();
                running.Clock.Advance(TimeSpan.FromSeconds(141));
                await running.Settle();
            }
        });
        await organisation.Settle();
        running = organisation;

        await organisation.Sync();

        // the successor's reading and its own load; nothing of the one that stood still
        Assert.Equal(1, organisation.Sandbox.Odoo.Calls.Count(c => c is { Method: "load", Model: Accounts }));
        Assert.True((await organisation.Budget()).Progress.IsSettled);
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
    }

    [Fact]
    public async Task What_a_worker_wrote_late_is_read_and_written_over()
    {
        Organisation? running = null;
        var stood = false;
        await using var organisation = await Organisation.Start(database, at: async point =>
        {
            if (point == WritePoint.Answered && running is not null && !stood)
            {
                stood = true;
                running.Clock.Advance(TimeSpan.FromSeconds(31));
                await running.Settle();
                running.Clock.Advance(TimeSpan.FromSeconds(141));
                await running.Settle();
                await Rename(running, "newer");
                await running.Sync();

                // the late write lands after the newer one
                var late = running.Sandbox.Odoo.Records(Accounts).Single(r => Equals(r.Values["name"], "newer"));
                running.Sandbox.Odoo.Edit(Accounts, late.Id, new Dictionary<string, object?> { ["name"] = "older" });
            }
        });
        await organisation.Settle();
        running = organisation;

        await organisation.Sync();
        Assert.Contains("newer", organisation.InOdoo(Accounts).Values);
        Assert.DoesNotContain("older", organisation.InOdoo(Accounts).Values);
        Assert.True((await organisation.Budget()).Progress.IsSettled);
    }

    [Fact]
    public async Task A_tenant_with_much_to_send_gives_its_turn_away()
    {
        await using var organisation = await Organisation.Start(database, lines: 40, limits: new SyncLimits { Turn = TimeSpan.Zero });
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));

        // a worker that takes the lane once does one thing at most
        await organisation.Worker().TakeAndWork(CancellationToken.None);
        Assert.False((await organisation.Budget()).Progress.IsSettled);
        Assert.True((await Lane(organisation)).DueAt <= organisation.Clock.GetUtcNow());
    }

    private static async Task Rename(Organisation organisation, string name)
    {
        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).First();
        await organisation.Expect(new EditBudget(organisation.GrantId, [PushTests.Edit(line) with { Description = name }]));
    }

    private static Task<Lane> Lane(Organisation organisation) => organisation.Query(db => db.Lanes.AsNoTracking().SingleAsync());
}
