using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Tests.Sync;

namespace GrantSync.Application.Tests.Budgets;

public sealed class EditBudgetTests(TestDatabase database)
{
    [Fact]
    public async Task One_bad_number_keeps_the_whole_edit_out_and_names_its_cell()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var before = await organisation.Budget();
        var lines = before.Categories.SelectMany(c => c.Lines).ToList();

        var refused = await organisation.Send(new EditBudget(
            organisation.GrantId, [PushTests.Edit(lines[0]) with { UnitValue = "77" }, PushTests.Edit(lines[1]) with { Units = "twelve" }]));

        var error = Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Fields);
        Assert.Equal(("Lines[1].Units", "'twelve' is not a number."), (error.Field, error.Sentence));
        Assert.Equivalent(before, await organisation.Budget());
    }

    [Fact]
    public async Task Two_people_on_different_lines_both_keep_their_edits_and_on_one_line_the_second_is_told()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var lines = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).ToList();

        await organisation.Expect(new EditBudget(organisation.GrantId, [PushTests.Edit(lines[0]) with { Units = "5" }]));
        await organisation.Expect(new EditBudget(organisation.GrantId, [PushTests.Edit(lines[1]) with { Units = "6" }]));
        var late = await organisation.Send(new EditBudget(organisation.GrantId, [PushTests.Edit(lines[0]) with { Units = "7" }]));

        Assert.Equal([lines[0].Id], Assert.IsType<LinesHaveMoved>(late.Refusal).LineIds);
        Assert.Equal([5m, 6m], (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Where(l => l.Id == lines[0].Id || l.Id == lines[1].Id)
            .OrderBy(l => l.Id == lines[0].Id ? 0 : 1).Select(l => l.Units));
    }

    [Fact]
    public async Task A_code_used_twice_in_a_category_is_refused_at_its_line()
    {
        await using var organisation = await Organisation.Start(database, lines: 6, connect: false);
        var category = (await organisation.Budget()).Categories.First(c => c.Lines.Count >= 2);

        var refused = await organisation.Send(new EditBudget(
            organisation.GrantId, [PushTests.Edit(category.Lines[1]) with { Code = category.Lines[0].Code }]));

        Assert.Equal("Lines[0].Code", Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Fields).Field);
    }

    [Fact]
    public async Task Saving_what_is_saved_moves_no_revision()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var before = await organisation.Budget();
        await organisation.Expect(new EditBudget(organisation.GrantId, [.. before.Categories.SelectMany(c => c.Lines).Select(PushTests.Edit)]));
        Assert.Equal(before.Revision, (await organisation.Budget()).Revision);
    }

    [Fact]
    public async Task Sums_are_those_of_the_rounded_lines_and_the_only_project_has_all_of_it()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var category = (await organisation.Budget()).Categories[0];
        await organisation.Expect(new EditBudget(organisation.GrantId, [.. Enumerable.Range(0, 3).Select(n => new LineEdit
        {
            CategoryId = category.Id, Code = $"x{n}", Description = "Third", Units = "0.3333", UnitValue = "100.01", Position = n,
        })]));

        var budget = await organisation.Budget();
        Assert.Equal(budget.Categories.SelectMany(c => c.Lines).Sum(l => Money.Amount(l.Units, l.UnitValue, "EUR")), budget.Total);
        Assert.Equal(budget.Total, Assert.Single(budget.Projects).Allocated);
    }

    [Fact]
    public async Task A_currency_that_does_not_exist_is_refused()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var refused = await organisation.Send(new GrantSync.Application.Grants.CreateGrant(1, 1, 1, "T", "ABC", "EUX", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
        Assert.Contains(Assert.IsType<Invalid>(refused.Refusal).Fields, f => f.Field == "Currency");
    }
}
