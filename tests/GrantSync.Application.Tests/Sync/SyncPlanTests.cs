using GrantSync.Application.Budgets;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>The dry run: what it says is what is then sent.</summary>
public sealed class SyncPlanTests(TestDatabase database)
{
    [Fact]
    public async Task The_plan_of_a_first_push_is_what_is_sent()
    {
        await using var organisation = await Organisation.Start(database, lines: 700);
        await organisation.Settle();
        var before = organisation.Sandbox.Odoo.Calls.Count;
        var plan = await organisation.Expect(new PlanSync(organisation.GrantId));
        Assert.Equal(before, organisation.Sandbox.Odoo.Calls.Count);

        await organisation.Sync();

        var sent = organisation.Sandbox.Odoo.Calls.Skip(before).Where(c => c.Method == "load").ToList();
        Assert.Equal(plan.Calls.Select(c => c.Model), sent.Select(c => c.Model));
        Assert.Equal([500, 204, 1], plan.Calls.Select(c => c.Rows));
        Assert.Equal((705, 0), (plan.Counts.New, plan.Counts.Unchanged));
        Assert.Null(plan.Refusal);
        Assert.All(plan.Rows, row => Assert.NotNull(row.Call));
    }

    [Fact]
    public async Task Changed_archived_and_unchanged_are_told_apart_with_both_values()
    {
        await using var organisation = await Organisation.Start(database, lines: 5);
        await organisation.Sync();
        var lines = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).ToList();
        await organisation.Expect(new EditBudget(organisation.GrantId,
        [
            PushTests.Edit(lines[0]) with { Description = "Renamed" },
            PushTests.Edit(lines[1]) with { Remove = true },
            new LineEdit { CategoryId = (await organisation.Budget()).Categories[0].Id, Code = "N", Description = "New line", Units = "1", UnitValue = "1", Position = 9 },
        ]));

        var plan = await organisation.Expect(new PlanSync(organisation.GrantId));

        Assert.Equal(new PlanCounts(1, 1, 1, 0, 0, 0, 8), plan.Counts);
        var changed = Assert.Single(plan.Rows, r => r.Change == PlannedChange.Changed);
        Assert.Equal(new PlannedField("Name", lines[0].Description, "Renamed"), Assert.Single(changed.Fields));
        Assert.Equal("Active", Assert.Single(Assert.Single(plan.Rows, r => r.Change == PlannedChange.Archived).Fields).Name);
        Assert.Equal(3, Assert.Single(plan.Calls).Rows);
    }

    [Fact]
    public async Task What_would_be_refused_is_said_with_the_plan()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Query(db => db.Projects.ExecuteUpdateAsync(set => set.SetProperty(p => p.Allocated, 1)));
        var plan = await organisation.Expect(new PlanSync(organisation.GrantId));
        Assert.Equal(nameof(AllocationDiffers), plan.Refusal?.Kind);
        Assert.NotEmpty(plan.Rows);
    }
}
