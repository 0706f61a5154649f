using FluentValidation;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Application.Connections;

/// <summary>The tenant's connection as its admin sees it; the key is never part of it.</summary>
[Allow(Role.Admin, Role.GrantManager, Program = true)]
public sealed record ReadConnection : IQuery<ConnectionView?>;

public sealed record ConnectionView(
    string Server,
    string Database,
    string UserName,
    string ServerVersion,
    string ExternalIdPrefix,
    int FarSideLimitSeconds,
    DateTimeOffset SavedAt,
    IReadOnlyList<PlanChoice> Plans,
    string? StoppedBecause,
    int? CallsPerMinute = null,
    DateTimeOffset? DisconnectingAt = null,
    string? BudgetModel = null);

/// <summary>Which plan carries an axis: an existing one by its Odoo id, or, without an id, one made under <see cref="PlanName"/>.</summary>
public sealed record PlanChoice(Axis Axis, string PlanName, int? ExistingPlanId);

/// <summary>
/// Tries an Odoo before anything is saved: address, database, user, key, groups, version, plans. An empty key means the saved one.
/// </summary>
[Allow(Role.Admin, Program = true)]
public sealed record TestConnection(string Server, string Database, string UserName, string? Key) : ICallsOdoo<ConnectionReport>;

/// <summary>What the test found, step by step; a step after the first failure is not taken.</summary>
/// <param name="Works">Every step that syncing needs is good.</param>
/// <param name="ServerVersion">As Odoo says it: <c>18.0</c>.</param>
/// <param name="Plans">The root plans there, to choose from.</param>
/// <param name="Companies">The companies there, for the units.</param>
/// <param name="BudgetModel">The model that budgets are written to; null where there is none.</param>
/// <param name="SuggestedPlans">A sensible choice: in 18 a project's account must be in Odoo's own project plan.</param>
public sealed record ConnectionReport(
    bool Works,
    string? ServerVersion,
    IReadOnlyList<ConnectionStep> Steps,
    IReadOnlyList<OdooPlan> Plans,
    IReadOnlyList<OdooCompany> Companies,
    IReadOnlyList<PlanChoice> SuggestedPlans,
    string? BudgetModel = null);

/// <param name="Name">What was looked at: <c>Address</c>, <c>Version</c>, <c>Database</c>, <c>User and key</c>, <c>Groups</c>, <c>Rights</c>, <c>Plans</c>, <c>Budgets</c>.</param>
/// <param name="Ok">Null when it was not reached.</param>
/// <param name="Sentence">What was found, what it means, what to do.</param>
public sealed record ConnectionStep(string Name, bool? Ok, string Sentence);

public sealed record OdooPlan(int Id, string Name);

public sealed record OdooCompany(int Id, string Name, string Currency);

/// <summary>
/// Saves the connection after testing it once more, and puts down the plans that are to be made. An empty key keeps the saved one. What does
/// not work is refused: a connection that is saved has worked.
/// </summary>
[Allow(Role.Admin)]
public sealed record SaveConnection(
    string Server, string Database, string UserName, string? Key, IReadOnlyList<PlanChoice> Plans, int FarSideLimitSeconds = 120, int? CallsPerMinute = null)
    : ICallsOdoo<ConnectionReport>;

public sealed record ConnectionDoesNotWork(ConnectionReport Report)
    : Invalid("Connection", Report.Steps.FirstOrDefault(s => s.Ok == false)?.Sentence ?? "This connection does not work.");

/// <summary>The companies of the saved connection's Odoo, for mapping units.</summary>
[Allow(Role.Admin, Role.GrantManager)]
public sealed record ListOdooCompanies : ICallsOdoo<IReadOnlyList<OdooCompany>>;

internal sealed class SaveConnectionValidator : AbstractValidator<SaveConnection>
{
    public SaveConnectionValidator()
    {
        RuleFor(r => r.Server).Custom((server, context) => ConnectionRules.MustBeAnAddress(server, context.AddFailure));
        RuleFor(r => r.Database).NotEmpty().WithMessage("Give the name of the Odoo database.").MaximumLength(200);
        RuleFor(r => r.UserName).NotEmpty().WithMessage("Give the Odoo user that GrantSync signs in as.").MaximumLength(200);
        RuleFor(r => r.FarSideLimitSeconds).InclusiveBetween(1, 3600).WithMessage("The time limit is between 1 and 3600 seconds.");
        RuleFor(r => r.CallsPerMinute).InclusiveBetween(1, 6000).WithMessage("The pace is between 1 and 6000 calls a minute; leave it empty for as many as the server bears.");
        RuleFor(r => r.Plans).Must(plans => plans is not null && plans.Select(p => p.Axis).Order().SequenceEqual([Axis.Project, Axis.Category, Axis.Detail]))
            .WithMessage("Choose a plan for each of the three axes.");
        RuleFor(r => r.Plans).Must(plans => plans is null || plans.Where(p => p.ExistingPlanId is not null).GroupBy(p => p.ExistingPlanId).All(g => g.Count() == 1))
            .WithMessage("Two axes have the same Odoo plan. Each axis needs a plan of its own.");
        RuleForEach(r => r.Plans).ChildRules(plan => plan.RuleFor(p => p.PlanName).NotEmpty().WithMessage("Give the plan a name.").MaximumLength(100));
    }
}

internal sealed class TestConnectionValidator : AbstractValidator<TestConnection>
{
    public TestConnectionValidator()
    {
        RuleFor(r => r.Server).Custom((server, context) => ConnectionRules.MustBeAnAddress(server, context.AddFailure));
        RuleFor(r => r.Database).NotEmpty().WithMessage("Give the name of the Odoo database.").MaximumLength(200);
        RuleFor(r => r.UserName).NotEmpty().WithMessage("Give the Odoo user that GrantSync signs in as.").MaximumLength(200);
    }
}

internal static class ConnectionRules
{
    public static void MustBeAnAddress(string? server, Action<string> fail)
    {
        if (!Uri.TryCreate(server?.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            fail("Give the address that people use for Odoo in their browser, such as https://odoo.example.org.");
        }
        else if (address.UserInfo.Length > 0)
        {
            fail("Leave user and password out of the address: they have fields of their own.");
        }
    }
}
