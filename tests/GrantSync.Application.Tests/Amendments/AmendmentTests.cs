using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Tests.Amendments;

/// <summary>After the award a budget changes by amendment only, and what was agreed is kept for good.</summary>
public sealed class AmendmentTests(TestDatabase database)
{
    private static readonly DateOnly Awarded = new(2024, 3, 3);

    [Fact]
    public async Task A_draft_is_synced_without_questions_and_an_awarded_budget_only_as_it_was_agreed()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        await Change(organisation, l => l with { UnitValue = "11" });
        await organisation.Sync();
        Assert.Null((await organisation.Expect(new ReadRevisions(organisation.GrantId))).AwardedOn);

        await organisation.Expect(new MarkAwarded(organisation.GrantId, Awarded));
        await organisation.Sync();
        await Change(organisation, l => l with { UnitValue = "12" });

        var refused = Assert.IsType<AmendmentNeeded>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);
        Assert.Equal("1 line changed; the total goes from 64.00 to 66.00", refused.Changes);
        Assert.Equal("AmendmentNeeded", (await organisation.Expect(new PlanSync(organisation.GrantId))).Refusal!.Kind);

        Assert.Equal(2, await organisation.Expect(new KeepAmendment(organisation.GrantId, Awarded.AddDays(9), "  The donor raised the fee ")));
        var receipt = await organisation.Sync();
        Assert.Equal(0, (await organisation.Expect(new PlanSync(organisation.GrantId))).Counts.Changed);
        Assert.NotEqual(0, receipt.Unchanged);

        var revisions = await organisation.Expect(new ReadRevisions(organisation.GrantId));
        Assert.Equal(
            [(2, "The donor raised the fee", 66m, (decimal?)2m, "Amina"), (1, "As awarded", 64m, null, "Amina")],
            revisions.Revisions.Select(r => (r.Number, r.Reason, r.Total, r.Difference, r.KeptBy!)));
        Assert.Null(revisions.Draft);
    }

    [Fact]
    public async Task An_amendment_needs_a_change_a_reason_and_a_day_that_has_come_and_is_not_before_the_last()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var id = organisation.GrantId;
        Assert.IsType<IsNotAwarded>((await organisation.Send(new KeepAmendment(id, Awarded, "x"))).Refusal);
        await organisation.Expect(new MarkAwarded(id, Awarded));
        Assert.Contains("Nothing has changed", (await organisation.Send(new KeepAmendment(id, Awarded, "x"))).Refusal!.Sentence, StringComparison.Ordinal);
        await Change(organisation, l => l with { UnitValue = "12" });
        Assert.Equal("Reason", Assert.Single(Assert.IsType<Invalid>((await organisation.Send(new KeepAmendment(id, Awarded, " "))).Refusal).Fields).Field);
        Assert.Equal("ApprovedOn", Assert.Single(Assert.IsType<Invalid>((await organisation.Send(new KeepAmendment(id, Awarded.AddDays(-1), "x"))).Refusal).Fields).Field);
        var future = DateOnly.FromDateTime(organisation.Clock.GetUtcNow().UtcDateTime).AddDays(3);
        Assert.IsType<Invalid>((await organisation.Send(new KeepAmendment(id, future, "x"))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new KeepAmendment(id, Awarded, "x"), Role.Viewer)).Refusal);

        var looked = (await organisation.Expect(new ReadRevisions(id))).Mark;
        await Change(organisation, l => l with { UnitValue = "13" });
        Assert.IsType<ChangedSinceSeen>((await organisation.Send(new KeepAmendment(id, Awarded, "x", looked))).Refusal);
        Assert.IsType<ChangedSinceSeen>((await organisation.Send(new PutBack(id, 1, looked))).Refusal);
        Assert.Single((await organisation.Expect(new ReadRevisions(id))).Revisions);
    }

    [Fact]
    public async Task An_award_is_taken_back_until_there_is_an_amendment_and_its_revision_stays_in_the_table()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var id = organisation.GrantId;
        await organisation.Expect(new MarkAwarded(id, Awarded));
        Assert.IsType<Conflict>((await organisation.Send(new MarkAwarded(id, Awarded))).Refusal);
        await organisation.Expect(new TakeBackAward(id));
        Assert.Empty((await organisation.Expect(new ReadRevisions(id))).Revisions);
        await Change(organisation, l => l with { UnitValue = "12" });

        await organisation.Expect(new MarkAwarded(id, Awarded.AddDays(1)));
        var again = await organisation.Expect(new ReadRevisions(id));
        Assert.Equal((1, 65m - 1m + 2m), (Assert.Single(again.Revisions).Number, again.Revisions[0].Total));
        Assert.Equal(2, await organisation.Query(db => db.BudgetRevisions.CountAsync()));

        await Change(organisation, l => l with { UnitValue = "14" });
        await organisation.Expect(new KeepAmendment(id, Awarded.AddDays(1), "more"));
        Assert.Contains("has amendments", (await organisation.Send(new TakeBackAward(id))).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_synced_is_not_awarded()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await organisation.Expect(new SaveProject(null, organisation.GrantId, "A partner", null, null));
        await Change(organisation, l => l with { UnitValue = "99" });
        Assert.IsType<AllocationDiffers>((await organisation.Send(new MarkAwarded(organisation.GrantId, Awarded))).Refusal);
    }

    [Theory]
    [InlineData("update budget_revisions set reason = 'another'")]
    [InlineData("delete from budget_revisions")]
    [InlineData("truncate budget_revisions")]
    public async Task A_revision_is_neither_changed_nor_removed(string tampering)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await organisation.Expect(new MarkAwarded(organisation.GrantId, Awarded));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => organisation.Query(db => db.Database.ExecuteSqlRawAsync(tampering)));
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal("As awarded", (await organisation.Expect(new ReadRevision(organisation.GrantId, 1))).Revision.Reason);
    }

    [Fact]
    public async Task A_budget_that_was_put_back_is_the_one_that_was_agreed_with_the_same_accounts()
    {
        await using var organisation = await Organisation.Start(database, lines: 7);
        var id = organisation.GrantId;
        await organisation.Expect(new DivideBudget(id, PeriodLength.Years));
        await organisation.Expect(new SaveProject(null, id, "A partner", null, null));
        var before = await organisation.Budget();
        await organisation.Expect(new AllocateBudget(id, [new(before.Projects[0].Id, "100"), new(before.Projects[1].Id, "47")]));
        await organisation.Sync();
        await organisation.Expect(new MarkAwarded(id, Awarded));
        var agreed = await organisation.Budget();
        var accounts = organisation.InOdoo("account.analytic.account").Keys.ToHashSet();

        // all kinds of changes at once
        var (first, second) = (agreed.Categories[0].Lines[0], agreed.Categories[0].Lines[1]);
        await Change(organisation, l => l with { UnitValue = "77", Description = "Another", PeriodUnits = ["1", "4"], Units = "5" });
        await organisation.Expect(new EditBudget(id, [Edit(agreed.Categories[0], second) with { Remove = true }, new LineEdit { CategoryId = agreed.Categories[0].Id, Code = second.Code, Description = "In its place", PeriodUnits = ["1"], UnitValue = "5" }]));
        await organisation.Expect(new SaveDraft(id, [new DraftLine
        {
            Id = agreed.Categories[1].Lines[0].Id,
            Cells = new Dictionary<string, CellEdit> { ["categoryId"] = new(Text(agreed.Categories[1].Id), Text(agreed.Categories[0].Id)) },
        }]));
        await organisation.Expect(new RemoveCategory(id, agreed.Categories[2].Id));
        await organisation.Expect(new AddCategory(id, (await organisation.Expect(new ReadGrant(id))).MissingCategories[0].TemplateCategoryId));
        await organisation.Expect(new DivideBudget(id, PeriodLength.Quarters));
        await organisation.Expect(new RemoveProject(id, before.Projects[1].Id));
        await organisation.Expect(new EditGrant(id, "Civic voices CVP", new DateOnly(2026, 1, 1), new DateOnly(2029, 6, 30)));
        Assert.NotNull((await organisation.Expect(new ReadRevisions(id))).Draft);

        await organisation.Expect(new PutBack(id, 1));

        var back = await organisation.Budget();
        Assert.Null((await organisation.Expect(new ReadRevisions(id))).Draft);
        Assert.Equal(Held(agreed), Held(back));
        Assert.Equal(agreed.Projects.Select(p => (p.Id, p.Allocated)), back.Projects.Select(p => (p.Id, p.Allocated)));
        await organisation.Sync();
        Assert.Subset(accounts, organisation.InOdoo("account.analytic.account").Keys.ToHashSet());
        Assert.Equal(accounts, organisation.InOdoo("account.analytic.account").Keys.ToHashSet());
        Assert.Equal(first.Id, back.Categories[0].Lines[0].Id);
    }

    [Fact]
    public async Task Two_revisions_are_compared_cell_by_cell()
    {
        await using var organisation = await Organisation.Start(database, lines: 7, connect: false);
        var id = organisation.GrantId;
        await organisation.Expect(new MarkAwarded(id, Awarded));
        var agreed = await organisation.Budget();
        var (one, other) = (agreed.Categories[0], agreed.Categories[1]);
        await organisation.Expect(new EditBudget(id,
        [
            Edit(one, one.Lines[0]) with { UnitValue = "12.25", Description = "Dearer" },
            Edit(other, other.Lines[0]) with { Remove = true },
            new LineEdit { CategoryId = other.Id, Code = "new", Description = "Boat", Units = "1", UnitValue = "100", Position = 99 },
        ]));
        await organisation.Expect(new SaveDraft(id, [new DraftLine { Id = one.Lines[1].Id, Cells = new Dictionary<string, CellEdit> { ["categoryId"] = new(Text(one.Id), Text(other.Id)) } }]));
        await organisation.Expect(new KeepAmendment(id, Awarded, "All at once"));

        var change = (await organisation.Expect(new CompareRevisions(id, 1, 2))).Change;
        Assert.Equal((1, 1, 1, 1), (change.Count(ChangeKind.Changed), change.Count(ChangeKind.Added), change.Count(ChangeKind.Removed), change.Count(ChangeKind.Moved)));
        Assert.Equal(7 - 3, change.Unchanged);
        var dearer = Assert.Single(change.Categories[0].Lines);
        Assert.Equal(
            [("description", $"Line 3 of CVP", "Dearer", null), ("unitValue", "10.5", "12.25", 1.75m), ("amount", "21", "24.5", (decimal?)3.5m)],
            dearer.Cells.Select(c => (c.Cell, c.Was, c.Is, c.Difference)));
        Assert.Equal($"{one.Code} {one.Name}", change.Categories[1].Lines.Single(l => l.Kind == ChangeKind.Moved).MovedFrom);
        Assert.Equal(-21m, change.Categories[1].Lines.Single(l => l.Kind == ChangeKind.Removed).Sum.Difference);
        Assert.Equal(3.5m - 21m + 100m, change.Total.Difference);
        Assert.Equal(change.Total.Difference, change.Categories.Sum(c => c.Sum.Difference));

        // the other way round is the opposite, a revision against itself is nothing, and all lines are there when asked for
        var back = (await organisation.Expect(new CompareRevisions(id, 2, 1))).Change;
        Assert.Equal(-change.Total.Difference, back.Total.Difference);
        Assert.True((await organisation.Expect(new CompareRevisions(id, 2, null))).Change.IsNothing);
        var all = (await organisation.Expect(new CompareRevisions(id, 1, 2, Everything: true))).Change;
        Assert.Equal(4, all.Count(ChangeKind.Unchanged));
        Assert.IsType<RevisionIsNotThere>((await organisation.Send(new CompareRevisions(id, 1, 3))).Refusal);
    }

    [Fact]
    public async Task A_copy_begins_as_a_draft_without_revisions()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await organisation.Expect(new MarkAwarded(organisation.GrantId, Awarded));
        var copy = await organisation.Expect(new CopyGrant(organisation.GrantId, "Next", "NXT", new DateOnly(2029, 1, 1), new DateOnly(2029, 12, 31)));
        var revisions = await organisation.Expect(new ReadRevisions(copy));
        Assert.Null(revisions.AwardedOn);
        Assert.Empty(revisions.Revisions);
    }

    [Fact]
    public async Task Another_tenant_sees_no_revision()
    {
        await using var mine = await Organisation.Start(database, connect: false);
        await using var other = await Organisation.StartBeside(mine);
        await mine.Expect(new MarkAwarded(mine.GrantId, Awarded));
        Assert.IsType<GrantIsGone>((await other.Send(new ReadRevisions(mine.GrantId))).Refusal);
        Assert.Equal(0, await other.Query(db => db.BudgetRevisions.CountAsync()));
    }

    private static IEnumerable<string> Held(BudgetView budget) => budget.Categories.SelectMany(c => c.Lines.Select(l =>
        string.Create(CultureInfo.InvariantCulture, $"{c.Code} {l.Id} {l.Code} {l.Description} {l.UnitName} {l.UnitValue} {l.Units} {string.Join('/', l.PeriodUnits)} {l.Amount} {l.Position}")));

    /// <summary>Changes the first line of the first category.</summary>
    private static async Task Change(Organisation organisation, Func<LineEdit, LineEdit> change)
    {
        var category = (await organisation.Budget()).Categories[0];
        await organisation.Expect(new EditBudget(organisation.GrantId, [change(Edit(category, category.Lines[0]))]));
    }

    private static LineEdit Edit(CategoryView category, LineView line) => new()
    {
        Id = line.Id,
        CategoryId = category.Id,
        Code = line.Code,
        Description = line.Description,
        Units = line.Units.ToString(CultureInfo.InvariantCulture),
        UnitName = line.UnitName,
        UnitValue = line.UnitValue.ToString(CultureInfo.InvariantCulture),
        Position = line.Position,
        SeenRevision = line.Revision,
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
