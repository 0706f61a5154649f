using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrantSync.Application.Sync;

/// <summary>What Odoo should hold for one key, as one act asks for it.</summary>
public sealed record WantedRecord(SyncKey Key, string ExternalId, WantedFields Fields, IReadOnlyList<SyncKey> Parents)
{
    public SyncStage Stage => Fields switch
    {
        WantedPlan => SyncStage.Plans,
        WantedAccount => SyncStage.Accounts,
        WantedProject => SyncStage.Projects,
        _ => throw new InvalidOperationException($"No stage for {Fields.GetType().Name}."),
    };

    public string Model => Stage.Model();

    /// <summary>The fields as canonical JSON: the same fields are the same bytes.</summary>
    public string Payload { get; } = Fields.ToJson();

    public string PayloadHash => Fields.Hash();
}

/// <summary>The fields of one record, in our words; <see cref="LoadRows"/> puts them into Odoo's.</summary>
[JsonDerivedType(typeof(WantedPlan), "plan")]
[JsonDerivedType(typeof(WantedAccount), "account")]
[JsonDerivedType(typeof(WantedProject), "project")]
public abstract record WantedFields(string Name)
{
    // relaxed escaping: payloads are never put into HTML, and a person reads them in the log
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>SHA-256, in hex, of what lasts of the fields: taking a project out of Odoo's archive is done once.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        this is WantedProject { Unarchive: true } project ? (project with { Unarchive = false }).ToJson() : ToJson())));

    public static WantedFields FromJson(string payload) =>
        JsonSerializer.Deserialize<WantedFields>(payload, Canonical) ?? throw new JsonException("An intent without a payload.");
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
public sealed record WantedProject(string Name, string AccountExternalId, int? CompanyId, DateOnly? StartsOn, DateOnly? EndsOn) : WantedFields(Name)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unarchive { get; init; }
}

public static class SyncStageModels
{
    /// <summary>The Odoo model that a stage writes.</summary>
    public static string Model(this SyncStage stage) => stage switch
    {
        SyncStage.Plans => "account.analytic.plan",
        SyncStage.Accounts => "account.analytic.account",
        SyncStage.Projects => "project.project",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
