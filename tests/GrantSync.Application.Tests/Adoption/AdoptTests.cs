using GrantSync.Application.Adoption;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Drift;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using GrantSync.Application.Units;
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
        var found = await Find(organisation);
        Assert.Equal(["budget_line", "project", "project_account", "template_category"], found.Select(a => a.Entity).Order());
        Assert.All(found, one => Assert.Single(one.Candidates));
        var before = organisation.Sandbox.Odoo.Records(Accounts).Count;

        await AdoptAll(organisation, found);
        Assert.Empty(await Find(organisation));
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
        Assert.Empty(await Find(organisation));
    }

    [Fact]
    public async Task An_adopted_record_is_changed_and_archived_like_any_other_and_never_twice()
    {
        await using var organisation = await Start(18);
        await AdoptAll(organisation, await Find(organisation));
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
        await AdoptAll(organisation, await Find(organisation));
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
        var found = await Find(organisation);
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
        var found = await Find(organisation);
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
        var found = await Find(organisation);
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
        var found = await Find(organisation);
        Assert.DoesNotContain(found, a => a.Entity is "project_account" or "project");
    }

    [Fact]
    public async Task An_adopted_record_that_is_deleted_in_odoo_is_refused_and_not_made_anew()
    {
        await using var organisation = await Start(18);
        var found = await Find(organisation);
        var line = found.Single(a => a.Entity == "budget_line");
        await AdoptAll(organisation, found);
        organisation.Sandbox.Odoo.Delete(Accounts, line.Candidates[0].OdooId);
        await organisation.Sync();

        var state = (await organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Code == "CVP.1").State;
        Assert.Equal(LineState.Refused, state.State);
        Assert.Contains("Unknown database identifier", state.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(organisation.Sandbox.Odoo.Records(Accounts), a => a.Text("code") == "TRV/CVP.1");

        // nothing is left of it to archive: it must not keep the connection for ever
        await organisation.Send(new Disconnect());
        await organisation.Settle();
        Assert.IsType<NoConnection>((await organisation.Send(new Disconnect())).Refusal);
    }

    [Fact]
    public async Task What_an_offer_says_will_change_is_what_the_next_Sync_changes_and_no_more()
    {
        await using var organisation = await Start(18);
        var found = await Find(organisation);
        Assert.Equal(
            ["name: Old travel > Line 1 of CVP", "state: archived > active"],
            found.Single(a => a.Entity == "budget_line").Candidates[0].Changes.Select(c => $"{c.Name}: {c.InOdoo} > {c.Ours}"));
        Assert.Equal(
            ["start:  > 2026-01-01", "end:  > 2028-12-31"],
            found.Single(a => a.Entity == "project").Candidates[0].Changes.Select(c => $"{c.Name}: {c.InOdoo} > {c.Ours}"));
        var before = Values(organisation, found);
        await AdoptAll(organisation, found);
        Assert.Equal(before, Values(organisation, found));
        await organisation.Sync();

        var changed = Values(organisation, found).Except(before).Select(v => v[..v.IndexOf(" = ", StringComparison.Ordinal)]).ToHashSet();
        var words = new Dictionary<string, string> { ["name"] = "name", ["state"] = "active", ["company"] = "company_id", ["start"] = "date_start", ["end"] = "date" };
        var said = found.SelectMany(a => a.Candidates[0].Changes.Select(c => $"{Model(a)} {a.Candidates[0].OdooId} {words[c.Name]}")).ToHashSet();
        Assert.Equal(said.Order(), changed.Where(c => words.ContainsValue(c.Split(' ')[2])).Order());
    }

    [Fact]
    public async Task What_cannot_be_adopted_is_told_with_the_reason()
    {
        await using var organisation = await Start(18, projectCompany: 2);
        var odoo = organisation.Sandbox.Odoo;
        odoo.Edit(Accounts, odoo.Records(Accounts).Single(a => a.Text("code") == "TRV/CVP.1").Id, new Dictionary<string, object?> { ["plan_id"] = 1 });
        var offer = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        Assert.Equal("template_category", Assert.Single(offer.Adoptable).Entity);
        Assert.Contains("It is in the plan Project; ours belongs in the plan Donor budget detail", Why("budget_line"), StringComparison.Ordinal);
        Assert.Contains("Odoo lets no account with postings move", Why("project_account"), StringComparison.Ordinal);
        Assert.Contains("Give it one of the plan Project with the code ETH-EUX-CVP in Odoo", Why("project"), StringComparison.Ordinal);
        string Why(string entity) => Assert.Single(offer.NotAdoptable, n => n.Entity == entity).Because;
    }

    [Fact]
    public async Task A_record_that_is_GrantSyncs_already_is_not_offered_to_another_record()
    {
        await using var organisation = await Start(18);
        await AdoptAll(organisation, await Find(organisation));
        await organisation.Sync();
        var other = await organisation.CreateGrant("ZZZ", 1);
        var line = (await organisation.Expect(new ReadBudget(other))).Categories.SelectMany(c => c.Lines).Single();
        await organisation.Expect(new EditBudget(other, [GrantSync.Application.Tests.Sync.PushTests.Edit(line) with { Code = "CVP.1" }]));
        var offer = await organisation.Expect(new FindAdoptable(other));
        Assert.Empty(offer.Adoptable);
        Assert.Contains("GrantSync keeps another of its records in it already", Assert.Single(offer.NotAdoptable).Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_connection_has_ended_the_same_records_can_be_adopted_anew()
    {
        await using var organisation = await Start(18);
        await AdoptAll(organisation, await Find(organisation));
        await organisation.Expect(new Disconnect(LeaveRecords: true));
        Assert.Null((await organisation.Connect()).Refusal);
        var unit = (await organisation.Expect(new ListUnits())).Single();
        await organisation.Expect(new SaveUnit(unit.Id, unit.Name, unit.CountryCode, 1, "GrantSync Foundation"));
        await organisation.Settle();
        var found = await Find(organisation);
        Assert.Contains(found, a => a.Entity == "project");
        await AdoptAll(organisation, found);
    }

    [Fact]
    public async Task Of_several_candidates_the_chosen_one_becomes_ours_and_the_other_stays_as_it_is()
    {
        await using var organisation = await Start(18);
        var odoo = organisation.Sandbox.Odoo;
        var plan = odoo.Records("account.analytic.plan").Single(p => p.Text("name") == "Donor budget line").Id;
        var second = odoo.Create(Accounts, new() { ["name"] = "Travelling (2)", ["code"] = "TRV", ["plan_id"] = plan, ["company_id"] = null });
        var category = (await Find(organisation)).Single(a => a.Entity == "template_category");
        Assert.Equal(["Travelling", "Travelling (2)"], category.Candidates.Select(c => c.Name));
        await organisation.Expect(new Adopt(organisation.GrantId, [new(category.Key, second)]));
        await organisation.Sync();
        Assert.Equal("Travelling", odoo.Find(Accounts, category.Candidates[0].OdooId)!.Text("name"));
        Assert.Equal(category.Name, odoo.Find(Accounts, second)!.Text("name"));
    }

    [Fact]
    public async Task An_archived_project_stays_archived_until_somebody_decides_under_drift()
    {
        await using var organisation = await Start(18);
        var odoo = organisation.Sandbox.Odoo;
        var project = odoo.Records("project.project").Single().Id;
        odoo.Edit("project.project", project, new Dictionary<string, object?> { ["active"] = false });
        await AdoptAll(organisation, await Find(organisation));
        await organisation.Sync();
        Assert.False(odoo.Find("project.project", project)!.Is("active"));
        await organisation.Expect(new CheckDrift());
        Assert.Contains((await organisation.Expect(new ReadDrift())).Open.SelectMany(r => r.Findings), f => f.Kind == DriftKind.Archived);
    }

    [Fact]
    public async Task What_was_adopted_is_told_with_who_and_when()
    {
        await using var organisation = await Start(18);
        Assert.Empty(await organisation.Expect(new ReadAdopted(organisation.GrantId)));
        await AdoptAll(organisation, await Find(organisation));
        var adopted = await organisation.Expect(new ReadAdopted(organisation.GrantId));
        Assert.Equal(4, adopted.Count);
        Assert.Contains(adopted, a => a is { Entity: "budget_line", Name: "Line 1 of CVP", NameThen: "Old travel" });
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

    private static string Model(Adoptable adoptable) => adoptable.Entity == "project" ? "project.project" : Accounts;

    /// <summary>The fields, in Odoo, of what was found first for each record.</summary>
    private static HashSet<string> Values(Organisation organisation, IReadOnlyList<Adoptable> found) =>
        [.. found.SelectMany(a => organisation.Sandbox.Odoo.Find(Model(a), a.Candidates[0].OdooId)!.Values.Select(v => $"{Model(a)} {a.Candidates[0].OdooId} {v.Key} = {v.Value}"))];

    private static async Task<IReadOnlyList<Adoptable>> Find(Organisation organisation) => (await organisation.Expect(new FindAdoptable(organisation.GrantId))).Adoptable;

    private static Task<AdoptionReceipt> AdoptAll(Organisation organisation, IReadOnlyList<Adoptable> found) => organisation.Expect(All(organisation, found));

    private static Adopt All(Organisation organisation, IReadOnlyList<Adoptable> found) =>
        new(organisation.GrantId, [.. found.Select(a => new AdoptionChoice(a.Key, a.Candidates[0].OdooId))]);
}
