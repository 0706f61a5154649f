namespace GrantSync.Odoo.Tests;

/// <summary>17 and 18 as recorded; 16 and 19 as their source has it.</summary>
public sealed class DialectTests
{
    [Theory]
    [InlineData(16, "analytic_account_id", false, false, "deprecated", "crossovered.budget")]
    [InlineData(17, "analytic_account_id", true, false, "deprecated", "crossovered.budget")]
    [InlineData(18, "account_id", true, true, "deprecated", "budget.analytic")]
    [InlineData(19, "account_id", true, true, "active", "budget.analytic")]
    public void Each_version_has_its_own_words(int major, string projectAccount, bool planColumns, bool groupOfUser, string ledgerAccountFlag, string budget)
    {
        var dialect = OdooDialect.For(major);
        Assert.Equal(projectAccount, dialect.ProjectAccountField);
        Assert.Equal(planColumns, dialect.HasPlanColumns);
        Assert.Equal(planColumns, dialect.DistributionJoinsPlans);
        Assert.Equal(groupOfUser, dialect.HasGroupNamesTheUser);
        Assert.Equal(ledgerAccountFlag, dialect.LedgerAccountIsOff.Field);
        Assert.Equal(budget, dialect.BudgetModel.Name);
        Assert.Equal(major is 17 or 18, dialect.IsProved);
    }

    [Theory]
    [InlineData(12, 16)]
    [InlineData(20, 19)]
    public void An_unknown_version_is_taken_for_the_nearest_known(int server, int taken) => Assert.Equal(taken, OdooDialect.For(server).Major);

    [Fact]
    public void Rights_are_asked_for_as_recorded_up_to_18_and_with_has_access_from_19()
    {
        var recorded = OdooCalls.CheckAccessRights("project.project", "create", OdooDialect.For(18));
        Assert.Equal("check_access_rights", recorded.Method);
        var next = OdooCalls.CheckAccessRights("project.project", "create", OdooDialect.For(19));
        Assert.Equal(("has_access", 2), (next.Method, next.Args.Count));
        Assert.Empty(next.Kwargs);
        Assert.True(AllowedCalls.Contains("object", "project.project", "has_access"));
    }

    [Fact]
    public void A_cost_is_negative_up_to_17_and_positive_from_18()
    {
        Assert.Equal(-10.50m, OdooBudgetModel.CrossoveredBudget.InOdoo(10.50m));
        Assert.Equal("0.00", OdooBudgetModel.CrossoveredBudget.InOdoo(0.00m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(10.50m, OdooBudgetModel.BudgetAnalytic.InOdoo(10.50m));
    }
}
