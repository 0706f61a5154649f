using GrantSync.Application.Budgets;
using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Sync;
using GrantSync.Application.Templates;
using GrantSync.Application.Units;

namespace GrantSync.Application.Tests.Sync;

/// <summary>Two units of one tenant, in two companies of one Odoo whose books are in different currencies.</summary>
public sealed class CompaniesTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Each_units_projects_belong_to_its_company_and_shared_accounts_to_none(int version)
    {
        await using var organisation = await Organisation.Start(database, version, budgets: true);
        var kenya = await Kenya(organisation, "KES");
        await organisation.Sync();
        var receipt = await organisation.Expect(new SyncGrant(kenya));
        await organisation.Settle();

        var (first, second) = (await organisation.Budget(), await organisation.Expect(new ReadBudget(kenya)));
        Assert.Equal((1, 1), Companies(organisation, first.Projects[0]));
        Assert.Equal((2, 2), Companies(organisation, second.Projects[0]));
        Assert.Equal("KEN-EUX-WSH", organisation.Sandbox.Odoo.Find("account.analytic.account", second.Projects[0].Account.OdooId!.Value)!.Text("code"));
        Assert.Equal(first.Categories.Select(c => c.State.OdooId), second.Categories.Select(c => c.State.OdooId));
        Assert.All(
            organisation.Sandbox.Odoo.Records("account.analytic.account").Where(a => a.ExternalId?.Contains(".project_account_", StringComparison.Ordinal) == false),
            account => Assert.Null(account.Reference("company_id")));

        Assert.Null(receipt.NoBudget);
        var budgets = organisation.Sandbox.Odoo.Records(version == 17 ? "crossovered.budget" : "budget.analytic");
        Assert.Equal([1, 2], budgets.Select(b => b.Reference("company_id")!.Value).Order());
        Assert.Equal(second.Progress.Total, second.Progress.InOdoo);
    }

    [Fact]
    public async Task The_amounts_of_each_grant_keep_to_its_own_currencys_decimals()
    {
        await using var organisation = await Organisation.Start(database, budgets: true);
        var company = organisation.Sandbox.Odoo.Records("res.currency").Single(c => c.Text("name") == "UGX").Id;
        organisation.Sandbox.Odoo.Edit("res.company", 2, new Dictionary<string, object?> { ["currency_id"] = company });
        Assert.Null((await organisation.Connect()).Refusal);
        var uganda = await Kenya(organisation, "UGX");
        await organisation.Expect(new SyncGrant(uganda));
        await organisation.Settle();

        Assert.Equal([10501.0], organisation.Sandbox.Odoo.Records("budget.line").Select(l => l.Number("budget_amount")));
    }

    private static async Task<long> Kenya(Organisation organisation, string currency)
    {
        var unit = await organisation.Expect(new SaveUnit(null, "Kenya", "KEN", 2, "GrantSync Kenya"));
        var donor = (await organisation.Expect(new ListDonors()))[0].Id;
        var template = (await organisation.Expect(new ListTemplates()))[0].Id;
        var grant = await organisation.Expect(new CreateGrant(
            unit, donor, template, "Water", "WSH", currency, new DateOnly(2026, 1, 1), new DateOnly(2027, 12, 31)));
        var category = (await organisation.Expect(new ReadBudget(grant))).Categories[0];
        await organisation.Expect(new EditBudget(
            grant, [new LineEdit { CategoryId = category.Id, Code = "W.1", Description = "Pumps", Units = "1", UnitName = "pump", UnitValue = "10500.5" }]));
        return grant;
    }

    private static (int? Account, int? Project) Companies(Organisation organisation, ProjectView project) => (
        organisation.Sandbox.Odoo.Find("account.analytic.account", project.Account.OdooId!.Value)!.Reference("company_id"),
        organisation.Sandbox.Odoo.Find("project.project", project.Project.OdooId!.Value)!.Reference("company_id"));
}
