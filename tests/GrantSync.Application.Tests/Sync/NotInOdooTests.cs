using System.Globalization;
using GrantSync.Application.Adoption;
using GrantSync.Application.Budgets;
using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Sync;

/// <summary>A project whose books a partner keeps has its part of the budget, and Odoo never hears of it.</summary>
public sealed class NotInOdooTests(TestDatabase database)
{
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    public async Task Nothing_of_it_is_written_and_the_others_have_their_parts(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        var (ours, partner) = ((await organisation.Budget()).Projects[0].Id, await Partner(organisation));
        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(ours, "20.01"), new(partner, "40")]));
        Assert.IsType<AllocationDiffers>((await organisation.Send(new SyncGrant(organisation.GrantId))).Refusal);

        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(ours, "20.01"), new(partner, "42.99")]));
        var plan = await organisation.Expect(new PlanSync(organisation.GrantId));
        Assert.Null(plan.Refusal);
        Assert.DoesNotContain(plan.Rows, row => row.Name.Contains("Partner", StringComparison.Ordinal));
        await organisation.Sync();

        Assert.Single(organisation.InOdoo("project.project"));
        string[] budgets = version <= 17 ? ["crossovered.budget", "crossovered.budget.lines"] : ["budget.analytic", "budget.line"];
        var written = new[] { "account.analytic.account", "project.project" }.Concat(budgets)
            .SelectMany(organisation.Sandbox.Odoo.Records).Where(r => r.ExternalId is not null).ToList();
        Assert.DoesNotContain(written, r => r.Text("name")?.Contains("Partner", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(written, r => r.ExternalId!.Contains(string.Create(CultureInfo.InvariantCulture, $"project_{partner}"), StringComparison.Ordinal)
            || r.ExternalId!.Contains(string.Create(CultureInfo.InvariantCulture, $"_line_{partner}_"), StringComparison.Ordinal)
            || r.ExternalId!.EndsWith(string.Create(CultureInfo.InvariantCulture, $"project_account_{partner}"), StringComparison.Ordinal));
        var lines = written.Where(r => r.ExternalId!.Contains(".project_budget_line_", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Equal(20.01, Math.Abs(lines.Sum(l => l.Number(version <= 17 ? "planned_amount" : "budget_amount"))), 6);

        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Equal((true, LineState.LeftOut, LineState.LeftOut, null), view.Projects[1] is { } left ? (left.NotInOdoo, left.Account.State, left.Project.State, left.Budget) : default);
        Assert.Contains("A partner keeps this project's books", view.Projects[1].Account.Problem, StringComparison.Ordinal);
        var entities = new[] { SyncEntity.ProjectAccount, SyncEntity.Project, SyncEntity.ProjectBudget };
        Assert.Equal(3, await organisation.Query(db => db.OdooRecordHeads.CountAsync(h => entities.Contains(h.Entity))));
        Assert.Equal(3, await organisation.Query(db => db.OdooRecordHeads.CountAsync(h => h.Entity == SyncEntity.ProjectBudgetLine)));
        Assert.True(await organisation.Expect(new ReadSyncState()) is { IsQuiet: true, Blocked: 0 });
    }

    [Fact]
    public async Task Comparing_adopting_and_ending_the_grant_pass_it_by()
    {
        await using var organisation = await Organisation.Start(database);
        var partner = await Partner(organisation);
        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new((await organisation.Budget()).Projects[0].Id, "63"), new(partner, "0")]));

        // a bookkeeper has an account under the code that it would have
        organisation.Sandbox.Odoo.Create("account.analytic.account", new() { ["name"] = "Partner", ["code"] = "ETH-EUX-CVP-2", ["plan_id"] = 1, ["company_id"] = 1 });
        var offer = await organisation.Expect(new FindAdoptable(organisation.GrantId));
        Assert.DoesNotContain(offer.Adoptable, a => a.Name.Contains("Partner", StringComparison.Ordinal));
        await organisation.Sync();
        organisation.Clock.Advance(TimeSpan.FromMinutes(1));
        var compared = await organisation.Expect(new CheckDrift());
        Assert.Null(compared.Problem);
        Assert.Equal(0, await organisation.Query(db => db.DriftFindings.CountAsync()));

        await organisation.Expect(new CloseGrant(organisation.GrantId));
        await organisation.Settle();
        await organisation.Expect(new ReopenGrant(organisation.GrantId));
        await organisation.Expect(new RemoveProject(organisation.GrantId, partner));
        await organisation.Sync();
        var view = await organisation.Budget();
        Assert.Equal(view.Progress.Total, view.Progress.InOdoo);
        Assert.Single(organisation.InOdoo("project.project"));
    }

    [Fact]
    public async Task A_project_that_was_sent_stays_in_Odoo_and_one_outside_can_go_in()
    {
        await using var organisation = await Organisation.Start(database);
        var (first, partner) = ((await organisation.Budget()).Projects[0], await Partner(organisation));
        SaveProject Marked(long project, bool notInOdoo, string name = "First") => new(project, organisation.GrantId, name, null, null, notInOdoo);

        // as often as one likes while nothing was sent, and what is not said stays as it is
        await organisation.Expect(Marked(first.Id, true));
        await organisation.Expect(Marked(first.Id, false));
        await organisation.Expect(new SaveProject(partner, organisation.GrantId, "Partner", null, null));
        Assert.Equal([false, true], (await organisation.Budget()).Projects.Select(p => p.NotInOdoo));

        await organisation.Expect(new AllocateBudget(organisation.GrantId, [new(first.Id, "63"), new(partner, "0")]));
        await organisation.Expect(new SyncGrant(organisation.GrantId));
        var refusal = (await organisation.Send(Marked(first.Id, true))).Refusal;
        Assert.Contains("has been sent to Odoo already", Assert.IsType<IsInOdooAlready>(refusal).Sentence, StringComparison.Ordinal);
        await organisation.Settle();
        Assert.IsType<IsInOdooAlready>((await organisation.Send(Marked(first.Id, true, "Another name"))).Refusal);
        Assert.Equal("First", (await organisation.Budget()).Projects[0].Name);

        await organisation.Expect(Marked(partner, false));
        await organisation.Sync();
        Assert.Equal(2, organisation.InOdoo("project.project").Count);
        Assert.IsType<IsInOdooAlready>((await organisation.Send(Marked(partner, true))).Refusal);
    }

    [Fact]
    public async Task Adopting_a_project_counts_as_sending_it()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Settle();
        organisation.Sandbox.Odoo.Create("account.analytic.account", new() { ["name"] = "Civic voices CVP", ["code"] = "ETH-EUX-CVP", ["plan_id"] = 1, ["company_id"] = 1 });
        var found = (await organisation.Expect(new FindAdoptable(organisation.GrantId))).Adoptable.Single();
        await organisation.Expect(new Adopt(organisation.GrantId, [new(found.Key, found.Candidates[0].OdooId)]));
        var project = (await organisation.Budget()).Projects[0];
        Assert.IsType<IsInOdooAlready>((await organisation.Send(new SaveProject(project.Id, organisation.GrantId, project.Name, null, null, NotInOdoo: true))).Refusal);
    }

    [Fact]
    public async Task A_copy_keeps_it_outside()
    {
        await using var organisation = await Organisation.Start(database);
        await Partner(organisation);
        var copy = await organisation.Expect(new CopyGrant(organisation.GrantId, "Next year", "CV2", new DateOnly(2029, 1, 1), new DateOnly(2029, 12, 31)));
        Assert.Equal([false, true], (await organisation.Expect(new ReadBudget(copy))).Projects.Select(p => p.NotInOdoo));
    }

    private static Task<long> Partner(Organisation organisation) =>
        organisation.Expect(new SaveProject(null, organisation.GrantId, "Partner", null, null, NotInOdoo: true));
}
