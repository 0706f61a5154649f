using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.Grants;
using GrantSync.Application.Sync;
using GrantSync.Odoo;

namespace GrantSync.Application.Adoption;

/// <summary>A record in Odoo that is one of ours already.</summary>
internal sealed record BoundRecord(string Key, string ExternalId, string Model, int OdooId);

/// <summary>Whether a record in Odoo can be one of ours, and what our next Sync would then change in it: a pure function of what was read.</summary>
internal sealed class AdoptionRule(WholeGrant whole, Connection connection, IReadOnlyList<BoundRecord> bound)
{
    private readonly ILookup<(string Model, int Id), string> ours = bound.ToLookup(b => (b.Model, b.OdooId), b => b.Key);
    private readonly Dictionary<string, int> ids = bound.ToDictionary(b => b.ExternalId, b => b.OdooId);
    private readonly string accountField = OdooDialect.For(connection.ServerMajor).ProjectAccountField;
    private readonly string company = whole.Unit.OdooCompanyName ?? "the unit's";

    /// <summary>The same code in the same plan. An account of another company stays there: Odoo lets no account with postings move.</summary>
    public string? WhyNot(WantedRecord wanted, WantedAccount account, OdooRecord record)
    {
        var plan = record.Many2One("plan_id");
        if (plan?.Id != PlanIdOf(account))
        {
            return $"It is in the plan {plan?.Name}; ours belongs in the plan {PlanOf(wanted).PlanName}. Which plan carries what is chosen under Connection.";
        }

        if (account.CompanyId is not null && record.Many2One("company_id") is { } theirs && theirs.Id != account.CompanyId)
        {
            return $"It belongs to the company {theirs.Name}, ours to {company}, and Odoo lets no account with postings move. Is the unit's company right, under Units?";
        }

        return IsOurs(wanted, record) ? AlreadyOurs(wanted, record) : null;
    }

    /// <summary>The same name, on an account that is ours or could be.</summary>
    public string? WhyNot(WantedRecord wanted, WantedProject project, OdooRecord record, string code, IEnumerable<Candidate> accounts)
    {
        if (IsOurs(wanted, record))
        {
            return AlreadyOurs(wanted, record);
        }

        var account = record.Many2One(accountField);
        if (account is { } theirs && (ids.GetValueOrDefault(project.AccountExternalId) == theirs.Id || accounts.Any(a => a.OdooId == theirs.Id)))
        {
            return null;
        }

        return $"{(account is null ? "It has no analytic account" : $"Its analytic account is {account.Value.Name}")}. "
            + $"Give it one of the plan {PlanOf(wanted).PlanName} with the code {code} in Odoo, then look again.";
    }

    /// <summary>An account of ours that has the code in another plan is no twin: nobody could mean it.</summary>
    public bool IsUnrelated(WantedRecord wanted, WantedAccount account, OdooRecord record) =>
        IsOurs(wanted, record) && record.Many2One("plan_id")?.Id != PlanIdOf(account);

    public Candidate Candidate(WantedRecord wanted, OdooRecord record) => new(
        record.Id,
        record.Text("name") ?? "",
        record.Text("code"),
        record.Many2One("company_id")?.Name,
        record.Flag("active"),
        record.Many2One(accountField)?.Name,
        [.. Changes(wanted.Fields, record).Where(change => change.InOdoo != change.Ours)]);

    private IEnumerable<PlannedField> Changes(WantedFields wanted, OdooRecord record)
    {
        yield return new PlannedField("name", record.Text("name"), wanted.Name);
        switch (wanted)
        {
            case WantedAccount account:
                yield return Company(account.CompanyId, record);
                yield return new PlannedField("state", record.Flag("active") ? "active" : "archived", "active");
                break;
            case WantedProject project:
                yield return Company(project.CompanyId, record);
                yield return new PlannedField("start", record.Text("date_start"), Day(project.StartsOn));
                yield return new PlannedField("end", record.Text("date"), Day(project.EndsOn));
                break;
        }
    }

    private PlannedField Company(int? wanted, OdooRecord record)
    {
        var theirs = record.Many2One("company_id");
        return new PlannedField("company", theirs?.Name ?? "all companies", theirs?.Id == wanted ? theirs?.Name ?? "all companies" : wanted is null ? "all companies" : company);
    }

    private bool IsOurs(WantedRecord wanted, OdooRecord record) => ours.Contains((wanted.Model, record.Id));

    private string AlreadyOurs(WantedRecord wanted, OdooRecord record) => $"GrantSync keeps another of its records in it already: {ours[(wanted.Model, record.Id)].First()}.";

    /// <summary>0 for a plan of ours that is not made yet.</summary>
    private int PlanIdOf(WantedAccount account) => account.ExistingPlanId ?? ids.GetValueOrDefault(account.PlanExternalId!);

    private PlanMapping PlanOf(WantedRecord wanted) => connection.Plans.Single(p => p.Axis == wanted.Key.Entity switch
    {
        SyncEntity.TemplateCategory => Axis.Category,
        SyncEntity.BudgetLine => Axis.Detail,
        _ => Axis.Project,
    });

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
