using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>What a person sees of what has not ended well, and how it goes on.</summary>
public sealed class SyncStateTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";

    [Fact]
    public async Task Refusals_of_one_kind_stand_together_and_are_tried_again_together()
    {
        await using var organisation = await Organisation.Start(database, lines: 20);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        await Refuse(organisation, "BudgetLine", "Line # is too long");
        await Refuse(organisation, "TemplateCategory", "Odoo says no");

        var state = await organisation.Expect(new ReadSyncState());
        Assert.Equal([20, 3], state.Refused.Select(g => g.Count));
        Assert.Equal("Line 10 of CVP", state.Refused[0].Records[0].Name);
        Assert.False(state.IsQuiet);

        Assert.Equal(20, await organisation.Expect(new TryAgain(Kind: state.Refused[0].Kind)));
        Assert.Equal(1, await organisation.Expect(new TryAgain([state.Refused[1].Records[0].Id])));
        await organisation.Settle();

        Assert.Equal(2, Assert.Single((await organisation.Expect(new ReadSyncState())).Refused).Count);
        Assert.Equal(20 + 1 + 1, organisation.InOdoo(Accounts).Count);
    }

    [Fact]
    public async Task Unknown_outcomes_are_listed_with_when_they_will_be_read()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.DropAnswer) { Model = Accounts, Method = "load", Count = 1 });
        await organisation.Sync();

        var state = await organisation.Expect(new ReadSyncState());
        Assert.Equal(7, state.Unknown.Count);
        Assert.All(state.Unknown, record => Assert.Equal(organisation.Clock.GetUtcNow().AddSeconds(120), record.ReadAt, TimeSpan.FromMilliseconds(1)));

        // the project hangs on its account
        var project = Assert.Single(state.BlockedRecords);
        Assert.StartsWith($"{organisation.Tenant}:project_account:", project.WaitsFor, StringComparison.Ordinal);
        Assert.Equal(project.Name, project.WaitsForName);
        Assert.Equal((1, 0), (state.Blocked, state.Waiting));
    }

    [Fact]
    public async Task What_is_past_its_time_budget_without_a_reason_is_counted()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        Assert.Equal(0, (await organisation.Expect(new ReadSyncState())).Stuck);

        // nobody works
        organisation.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(8, (await organisation.Expect(new ReadSyncState())).Stuck);

        // a lane that stands still for a said reason is in front of a person already
        await organisation.Query(db => db.Lanes.ExecuteUpdateAsync(set => set.SetProperty(l => l.StoppedBecause, "The key is wrong.")));
        Assert.Equal(0, (await organisation.Expect(new ReadSyncState())).Stuck);
    }

    /// <summary>As if Odoo had refused every record of the kind, each with its own number in the reason.</summary>
    private static Task<int> Refuse(Organisation organisation, string entity, string reason) => organisation.Query(db => db.Database.ExecuteSqlAsync(
        $"""
        update intents set state = 'refused', ended_at = now(), problem = replace({reason}, '#', id::text), problem_kind = replace({reason}, '#', '…')
        where entity = {entity}
        """));
}
