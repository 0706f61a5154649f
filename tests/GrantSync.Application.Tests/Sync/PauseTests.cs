using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>Sending that somebody holds back: nothing leaves, nothing is lost, and all of it goes once afterwards.</summary>
public sealed class PauseTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";

    [Fact]
    public async Task Nothing_is_sent_while_paused_and_everything_once_after_resuming()
    {
        await using var organisation = await Organisation.Start(database, lines: 30);
        await organisation.Settle();
        await organisation.Expect(new PauseSending(organisation.Tenant, "The bookkeepers change their plans."));
        var before = organisation.Sandbox.Odoo.Calls.Count;
        await organisation.Sync();
        organisation.Clock.Advance(TimeSpan.FromHours(2));
        await organisation.Settle();

        Assert.Equal(before, organisation.Sandbox.Odoo.Calls.Count);
        var state = await organisation.Expect(new ReadSyncState());
        Assert.Equal(("Amina", "The bookkeepers change their plans."), (state.Paused!.By, state.Paused.Because));
        Assert.Equal((false, 0), (state.IsQuiet, state.Stuck));
        Assert.NotEmpty(state.WaitingRecords);
        var listed = (await organisation.Expect(new ListGrants())).Single();
        Assert.Equal((false, 35, 0), (listed.HasUnsyncedEdits, listed.OnTheWay, listed.Refused));
        Assert.Equal((state.Waiting, state.Blocked), (state.WaitingRecords.Count, state.BlockedRecords.Count));
        Assert.Empty(state.WaitingRecords.IntersectBy(state.BlockedRecords.Select(r => r.Key), r => r.Key));
        Assert.NotNull((await organisation.Budget()).Progress.Paused);

        // pings go on
        await organisation.Expect(new PingNow(organisation.Tenant));
        Assert.NotEqual(before, organisation.Sandbox.Odoo.Calls.Count);
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Calls, c => c is { Method: "load", Model: Accounts });

        await organisation.Expect(new ResumeSending(organisation.Tenant));
        Assert.Equal(0, (await organisation.Expect(new ReadSyncState())).Stuck);
        await organisation.Settle();

        Assert.True((await organisation.Budget()).Progress is { IsSettled: true, Paused: null });
        Assert.Equal(0, (await organisation.Expect(new ListGrants())).Single().OnTheWay);
        Assert.Equal(34, organisation.InOdoo(Accounts).Count);
        var keys = (await organisation.Log()).Where(r => r is { Method: "load", Model: Accounts }).SelectMany(r => r.Keys).ToList();
        Assert.Equal(34, keys.Count);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_pause_before_the_call_is_written_down_stops_it_and_one_after_lets_it_end_alone()
    {
        WritePoint? pauseAt = null;
        Organisation? running = null;
        await using var organisation = await Organisation.Start(database, at: async point =>
        {
            if (point == pauseAt)
            {
                pauseAt = null;
                await running!.Expect(new PauseSending(running.Tenant, "Wait."));
            }
        });
        await organisation.Settle();
        running = organisation;
        int Loads() => organisation.Sandbox.Odoo.Calls.Count(c => c.Method == "load");
        var before = Loads();

        pauseAt = WritePoint.BatchChosen;
        await organisation.Sync();
        Assert.Equal(before, Loads());
        Assert.Equal(0, await organisation.Query(db => db.Intents.CountAsync(i => i.State == IntentState.Sending)));

        pauseAt = WritePoint.PendingCommitted;
        await organisation.Expect(new ResumeSending(organisation.Tenant));
        await organisation.Settle();
        Assert.Equal(before + 1, Loads());
        Assert.False((await organisation.Budget()).Progress.IsSettled);

        await organisation.Expect(new ResumeSending(organisation.Tenant));
        await organisation.Settle();
        Assert.True((await organisation.Budget()).Progress.IsSettled);
        Assert.Equal(7, organisation.InOdoo(Accounts).Count);
        Assert.Equal(7, organisation.Sandbox.Odoo.Records(Accounts).Count(r => r.ExternalId is not null));
    }

    [Fact]
    public async Task A_paused_tenant_holds_up_no_other()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await using var other = await Organisation.StartBeside(organisation);
        Assert.Null((await other.Connect()).Refusal);
        await organisation.Expect(new PauseSending(organisation.Tenant, "Wait."));
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        await other.Sync();

        Assert.True((await other.Budget()).Progress.IsSettled);
        Assert.Empty(organisation.InOdoo(Accounts));
    }

    [Fact]
    public async Task Admins_pause_their_own_and_support_any_and_a_reason_is_needed()
    {
        await using var mine = await Organisation.Start(database, connect: false);
        await using var other = await Organisation.StartBeside(mine);
        Assert.IsType<Forbidden>((await mine.Send(new PauseSending(mine.Tenant, "Wait."), Role.GrantManager)).Refusal);
        Assert.IsType<TenantIsGone>((await mine.Send(new PauseSending(other.Tenant, "Wait."))).Refusal);
        Assert.Equal(["Because"], Assert.IsType<Invalid>((await mine.Send(new PauseSending(mine.Tenant, " "))).Refusal).Fields.Select(f => f.Field));
        Assert.Null((await mine.Send(new PauseSending(mine.Tenant, "Wait."))).Refusal);
        Assert.IsType<Conflict>((await mine.Send(new PauseSending(mine.Tenant, "Again."))).Refusal);
        Assert.Equal("Wait.", (await mine.Expect(new ListPauses()))[mine.Tenant].Because);
        Assert.Empty(await other.Expect(new ListPauses()));
        Assert.IsType<Conflict>((await other.Send(new ResumeSending(mine.Tenant))).Refusal);
        Assert.Null((await mine.Send(new ResumeSending(mine.Tenant))).Refusal);
        Assert.IsType<Conflict>((await mine.Send(new ResumeSending(mine.Tenant))).Refusal);
    }
}
