using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrantSync.Odoo;

namespace GrantSync.Application.Sync;

/// <summary>What Odoo should hold for one key, as one act asks for it.</summary>
public sealed record WantedRecord(SyncKey Key, string ExternalId, WantedFields Fields, IReadOnlyList<SyncKey> Parents)
{
    public SyncStage Stage => Fields switch
    {
        WantedPlan => SyncStage.Plans,
        WantedAccount => SyncStage.Accounts,
        WantedProject => SyncStage.Projects,
        WantedBudget => SyncStage.Budgets,
        WantedBudgetLine => SyncStage.BudgetLines,
        _ => throw new InvalidOperationException($"No stage for {Fields.GetType().Name}."),
    };

    public string Model => Fields switch
    {
        WantedPlan => "account.analytic.plan",
        WantedAccount => "account.analytic.account",
        WantedProject => "project.project",
        WantedBudget budget => budget.Model,
        WantedBudgetLine line => line.Model,
        _ => throw new InvalidOperationException($"No model for {Fields.GetType().Name}."),
    };

    /// <summary>The fields as canonical JSON: the same fields are the same bytes.</summary>
    public string Payload { get; } = Fields.ToJson();

    public string PayloadHash => Fields.Hash();
}

/// <summary>The fields of one record, in our words; <see cref="LoadRows"/> puts them into Odoo's.</summary>
[JsonDerivedType(typeof(WantedPlan), "plan")]
[JsonDerivedType(typeof(WantedAccount), "account")]
[JsonDerivedType(typeof(WantedProject), "project")]
[JsonDerivedType(typeof(WantedBudget), "budget")]
[JsonDerivedType(typeof(WantedBudgetLine), "budget_line")]
public abstract record WantedFields(string Name)
{
    /// <summary>Off for what is, or is to be, archived.</summary>
    [JsonIgnore]
    public bool IsActive => this switch
    {
        WantedAccount account => account.Active,
        WantedProject project => !project.Archived,
        _ => true,
    };

    /// <summary>The same, archived; null for what cannot be: a plan.</summary>
    public WantedFields? Archive() => this switch
    {
        WantedAccount account => account with { Active = false },
        WantedProject project => project with { Archived = true, Unarchive = false },
        _ => null,
    };

    // relaxed escaping: payloads are never put into HTML, and a person reads them in the log
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>SHA-256, in hex, of what lasts of the fields: taking a project out of Odoo's archive is done once.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        this is WantedProject { Unarchive: true } project ? (project with { Unarchive = false }).ToJson() : ToJson())));

    public static WantedFields FromJson(string payload) =>
        JsonSerializer.Deserialize<WantedFields>(payload, Canonical) ?? throw new JsonException("An intent without a payload.");

    /// <summary>For a page: null for what cannot be read, which is shown by its key.</summary>
    public static WantedFields? TryFromJson(string payload)
    {
        try
        {
            return FromJson(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A root plan of ours.</summary>
public sealed record WantedPlan(string Name) : WantedFields(Name);

/// <summary>An analytic account. <see cref="ExistingPlanId"/> is an Odoo id; without it the plan is the one we made, by external id.</summary>
public sealed record WantedAccount(string Name, string Code, string? PlanExternalId, int? ExistingPlanId, int? CompanyId, bool Active)
    : WantedFields(Name);

/// <summary>
/// A project, always with its account: without one Odoo would make an account of its own. <see cref="Unarchive"/> is sent only when somebody
/// asks for it: Odoo (17 and 18, from its source) makes all of a project's archived tasks active whenever <c>active</c> is written.
/// </summary>
/// <param name="Archived">Left out of the payload while it is false, so that payloads from before it was known stay the same.</param>
public sealed record WantedProject(
    string Name,
    string AccountExternalId,
    int? CompanyId,
    DateOnly? StartsOn,
    DateOnly? EndsOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Archived = false) : WantedFields(Name)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unarchive { get; init; }
}

/// <summary>A project's budget. The model is part of what is wanted: another model, after an upgrade of Odoo, is another budget.</summary>
public sealed record WantedBudget(string Name, string Model, DateOnly StartsOn, DateOnly EndsOn, int CompanyId) : WantedFields(Name);

/// <summary>
/// A project's part of a detail line, as a cost of zero or more in the company's currency. A line that is gone stays with an amount of 0.
/// </summary>
/// <param name="Name">For people who read the log; Odoo's lines have no name of their own.</param>
/// <param name="Model">The model of lines.</param>
/// <param name="BudgetExternalId">Whose line it is.</param>
/// <param name="Accounts">What it tags: the detail account alone, or the project, category and detail accounts together.</param>
/// <param name="Amount">The cost, with the currency's decimals.</param>
/// <param name="StartsOn">The budget's own start.</param>
/// <param name="EndsOn">The budget's own end.</param>
public sealed record WantedBudgetLine(
    string Name, string Model, string BudgetExternalId, IReadOnlyList<WantedTag> Accounts, decimal Amount, DateOnly StartsOn, DateOnly EndsOn) : WantedFields(Name);

/// <summary>An account that a budget line tags, and the plan whose column it goes into; without a plan it is the model's own account field.</summary>
public sealed record WantedTag(string AccountExternalId, string? PlanExternalId = null, int? PlanId = null);

public static class SyncStageModels
{
    public static SyncStage StageOf(string model, OdooDialect dialect) => Enum.GetValues<SyncStage>().Single(stage => stage.Model(dialect) == model);

    /// <summary>The Odoo model that a stage writes in this version.</summary>
    public static string Model(this SyncStage stage, OdooDialect dialect) => stage switch
    {
        SyncStage.Plans => "account.analytic.plan",
        SyncStage.Accounts => "account.analytic.account",
        SyncStage.Projects => "project.project",
        SyncStage.Budgets => dialect.BudgetModel.Name,
        SyncStage.BudgetLines => dialect.BudgetModel.Lines,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
