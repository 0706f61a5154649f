using System.Globalization;

namespace GrantSync.Application.Sync;

/// <summary>
/// The idempotency key <c>tenant:entity:id:operation</c> (<c>acme:budget_line:981:upsert</c>). It never expires: whatever is sent under
/// one key is one record in Odoo.
/// </summary>
public readonly record struct SyncKey(string Tenant, SyncEntity Entity, long Id, SyncOperation Operation = SyncOperation.Upsert)
{
    /// <summary>For what is one project's part of something: the project. <see cref="Id"/> is then the thing's own id.</summary>
    public long? ProjectId { get; init; }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Tenant}:{Entity.Name()}:{Number('.')}:{Operation.ToString().ToLowerInvariant()}");

    /// <summary>The record's external id under the tenant's prefix: <c>grantsync_acme.budget_line_981</c>.</summary>
    public string ExternalId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{Entity.Name()}_{Number('_')}");

    private string Number(char between) =>
        ProjectId is null ? string.Create(CultureInfo.InvariantCulture, $"{Id}") : string.Create(CultureInfo.InvariantCulture, $"{ProjectId}{between}{Id}");
}

/// <summary>What we keep in Odoo.</summary>
public enum SyncEntity
{
    /// <summary>An analytic plan; its id is the axis, 1 to 3.</summary>
    Plan,

    /// <summary>A Plan 2 account.</summary>
    TemplateCategory,

    /// <summary>A Plan 3 account.</summary>
    BudgetLine,

    /// <summary>A Plan 1 account; its id is the project's.</summary>
    ProjectAccount,

    /// <summary>A <c>project.project</c>.</summary>
    Project,

    /// <summary>A project's budget; its id is the project's.</summary>
    ProjectBudget,

    /// <summary>A project's part of a detail line in its budget; its id is the line's, with the project beside it.</summary>
    ProjectBudgetLine,
}

/// <summary>What is done to it. Archiving is an upsert with <c>active</c> off: nothing is ever deleted.</summary>
public enum SyncOperation
{
    Upsert,
}

public static class SyncEntityNames
{
    /// <summary>The word used in keys, external ids and the sync log.</summary>
    public static string Name(this SyncEntity entity) => entity switch
    {
        SyncEntity.Plan => "plan",
        SyncEntity.TemplateCategory => "template_category",
        SyncEntity.BudgetLine => "budget_line",
        SyncEntity.ProjectAccount => "project_account",
        SyncEntity.Project => "project",
        SyncEntity.ProjectBudget => "project_budget",
        SyncEntity.ProjectBudgetLine => "project_budget_line",
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, null),
    };
}
