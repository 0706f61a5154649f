using GrantSync.Application.Adoption;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Adoption;

/// <summary>An Odoo where a bookkeeper has made accounts and a project with our codes before GrantSync came.</summary>
public sealed class AdoptTests(TestDatabase database)
{
    private const string Accounts = "account.analytic.account";

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task What_is_there_is_adopted_and_nothing_is_made_beside_it(int version)
    {
        await using var organisation = await Start(version);
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        Assert.Equal(["budget_line", "project", "project_account", "template_category"], found.Select(a => a.Entity).Order());
        Assert.All(found, one => Assert.Single(one.Candidates));
        var before = organisation.Sandbox.Odoo.Records(Accounts).Count;

        await AdoptAll(organisation, found);
        Assert.Empty(await organisation.Expect(new FindAdoptable(organisation.GrantId)));
        await organisation.Sync();

        // 7 accounts are wanted, 3 of them were there
        Assert.Equal(before + 4, organisation.Sandbox.Odoo.Records(Accounts).Count);
        var project = Assert.Single(organisation.Sandbox.Odoo.Records("project.project"));
        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Equal(view.Projects[0].Project.OdooId, project.Id);
        Assert.Null(project.ExternalId);
        Assert.Equal(view.Projects[0].Account.OdooId, project.Reference(version == 18 ? "account_id" : "analytic_account_id"));
        var line = organisation.Sandbox.Odoo.Records(Accounts).Single(a => a.Text("code") == "TRV/CVP.1");
        Assert.Equal(("Line 1 of CVP", true, null), (line.Text("name"), line.Is("active"), line.ExternalId));
        Assert.Equal(3, organisation.Sandbox.Odoo.Records(version == 18 ? "budget.line" : "crossovered.budget.lines").Count);
    }

    [Fact]
    public async Task Without_adopting_a_second_record_is_made_so_the_offer_is_worth_taking()
    {
        await using var organisation = await Start(18);
        await organisation.Sync();
        Assert.Equal(2, organisation.Sandbox.Odoo.Records(Accounts).Count(a => a.Text("code") == "TRV/CVP.1"));
        Assert.Empty(await organisation.Expect(new FindAdoptable(organisation.GrantId)));
    }

    [Fact]
    public async Task An_adopted_record_is_changed_and_archived_like_any_other_and_never_twice()
    {
        await using var organisation = await Start(18);
        await AdoptAll(organisation, await organisation.Expect(new FindAdoptable(organisation.GrantId)));
        await organisation.Sync();
        var count = organisation.Sandbox.Odoo.Records(Accounts).Count;
        Assert.Equal(0, (await organisation.Sync()).PutDown);

        var line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "CVP.1");
        await organisation.Expect(new EditBudget(organisation.GrantId, [GrantSync.Application.Tests.Sync.PushTests.Edit(line) with { Description = "Renamed" }]));
        await organisation.Sync();
        Assert.Equal("Renamed", organisation.Sandbox.Odoo.Find(Accounts, line.State.OdooId!.Value)!.Text("name"));
        line = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "CVP.1");
        await organisation.Expect(new EditBudget(organisation.GrantId, [new LineEdit { Id = line.Id, SeenRevision = line.Revision, Remove = true }]));
        await organisation.Sync();

        Assert.False(organisation.Sandbox.Odoo.Find(Accounts, line.State.OdooId!.Value)!.Is("active"));
        Assert.Equal(count, organisation.Sandbox.Odoo.Records(Accounts).Count);
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Theory]
    [InlineData(17, Accounts)]
    [InlineData(18, Accounts)]
    [InlineData(18, "project.project")]
    public async Task A_lost_answer_about_adopted_records_is_settled_by_their_ids(int version, string model)
    {
        await using var organisation = await Start(version);
        await AdoptAll(organisation, await organisation.Expect(new FindAdoptable(organisation.GrantId)));
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.DropAnswer) { Model = model, Method = "load", Count = 2 });
        await organisation.Sync();
        for (var n = 0; n < 4; n++)
        {
            organisation.Clock.Advance(TimeSpan.FromSeconds(121));
            await organisation.Settle();
        }

        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Single(organisation.Sandbox.Odoo.Records("project.project"));
        Assert.Single(organisation.Sandbox.Odoo.Records(Accounts), a => a.Text("code") == "TRV/CVP.1");
    }

    [Fact]
    public async Task Who_decided_is_kept()
    {
        await using var organisation = await Start(18);
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        await AdoptAll(organisation, found);
        var kept = await organisation.Query(db => db.Adoptions.ToListAsync());
        Assert.Equal(4, kept.Count);
        Assert.All(kept, adoption => Assert.Equal(organisation.UserId, adoption.UserId));
        Assert.Contains(kept, adoption => adoption is { Name: "Old travel", Code: "TRV/CVP.1" });
    }

    [Fact]
    public async Task What_was_not_offered_is_refused_and_nothing_is_kept()
    {
        await using var organisation = await Start(18);
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        var line = found.Single(a => a.Entity == "budget_line");
        Assert.IsType<NotToBeAdopted>((await organisation.Send(new Adopt(organisation.GrantId, [new(line.Key, 1)]))).Refusal);
        Assert.IsType<NotToBeAdopted>((await organisation.Send(new Adopt(organisation.GrantId, [new("x:budget_line:1:upsert", line.Candidates[0].OdooId)]))).Refusal);
        Assert.IsType<Invalid>((await organisation.Send(new Adopt(organisation.GrantId, []))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new Adopt(organisation.GrantId, [new(line.Key, line.Candidates[0].OdooId)]), Role.Viewer)).Refusal);
        Assert.Equal(0, await organisation.Query(db => db.Adoptions.CountAsync()));
    }

    [Fact]
    public async Task What_waits_to_be_sent_can_still_be_adopted_and_what_is_under_way_cannot()
    {
        await using var organisation = await Start(18);
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        await organisation.Query(db => db.Intents.Where(i => i.Entity == SyncEntity.BudgetLine).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IntentState.Unknown)));
        Assert.IsType<BeingSent>((await organisation.Send(All(organisation, found))).Refusal);

        await organisation.Query(db => db.Intents.Where(i => i.Entity == SyncEntity.BudgetLine).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IntentState.Queued)));
        await AdoptAll(organisation, found);
        await organisation.Sync();
        Assert.Single(organisation.Sandbox.Odoo.Records(Accounts), a => a.Text("code") == "TRV/CVP.1");
        Assert.Equal((await organisation.Budget()).Progress.Total, (await organisation.Budget()).Progress.InOdoo);
    }

    [Fact]
    public async Task An_account_of_another_company_is_not_offered_for_a_project()
    {
        await using var organisation = await Start(18, projectCompany: 2);
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        Assert.DoesNotContain(found, a => a.Entity is "project_account" or "project");
    }

    [Fact]
    public async Task An_adopted_record_that_is_deleted_in_odoo_is_refused_and_not_made_anew()
    {
        await using var organisation = await Start(18);
        var found = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        var line = found.Single(a => a.Entity == "budget_line");
        await AdoptAll(organisation, found);
        organisation.Sandbox.Odoo.Delete(Accounts, line.Candidates[0].OdooId);
        await organisation.Sync();

        var state = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "CVP.1").State;
        Assert.Equal(LineState.Refused, state.State);
        Assert.Contains("Unknown database identifier", state.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Records(Accounts), a => a.Text("code") == "TRV/CVP.1");
    }

    /// <summary>Connected, our plans made; the bookkeeper's category, archived detail line, project account and project are there.</summary>
    private async Task<Organisation> Start(int version, int projectCompany = 1)
    {
        var organisation = await Organisation.Start(database, version, budgets: true);
        await organisation.Settle();
        var odoo = organisation.Sandbox.Odoo;
        int Plan(string name) => odoo.Records("account.analytic.plan").Single(p => p.Text("name") == name).Id;
        odoo.Create(Accounts, new() { ["name"] = "Travelling", ["code"] = "TRV", ["plan_id"] = Plan("Donor budget line"), ["company_id"] = null });
        odoo.Create(Accounts, new() { ["name"] = "Old travel", ["code"] = "TRV/CVP.1", ["plan_id"] = Plan("Donor budget detail"), ["company_id"] = null, ["active"] = false });
        var account = odoo.Create(Accounts, new() { ["name"] = "Civic voices CVP", ["code"] = "ETH-EUX-CVP", ["plan_id"] = 1, ["company_id"] = projectCompany });
        odoo.Create("project.project", new() { ["name"] = "Civic voices CVP", [version == 18 ? "account_id" : "analytic_account_id"] = account, ["company_id"] = projectCompany });
        return organisation;
    }

    private static Task<AdoptionReceipt> AdoptAll(Organisation organisation, IReadOnlyList<Adoptable> found) => organisation.Expect(All(organisation, found));

    private static Adopt All(Organisation organisation, IReadOnlyList<Adoptable> found) =>
        new(organisation.GrantId, [.. found.Select(a => new AdoptionChoice(a.Key, a.Candidates[0].OdooId))]);
}
