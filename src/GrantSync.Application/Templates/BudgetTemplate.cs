using GrantSync.Application.Tenants;

namespace GrantSync.Application.Templates;

/// <summary>A donor's budget structure: the categories that every budget under it uses, with optional detail rows to start from.</summary>
public sealed class BudgetTemplate : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required string Name { get; set; }

    /// <summary>Indirect costs may come to this many per cent of the direct ones; null when nothing is agreed.</summary>
    public decimal? IndirectRate { get; set; }

    /// <summary>Which published structure it follows, when it was taken from one.</summary>
    public string? Source { get; init; }

    /// <summary>When it was put away: no new grant can use it, those that do go on.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    public List<TemplateCategory> Categories { get; init; } = [];
}

/// <summary>One budget heading. In Odoo it is one Plan 2 account, shared by all grants that use the template.</summary>
public sealed class TemplateCategory : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long TemplateId { get; init; }

    /// <summary>Unique in the template: <c>1</c>, <c>HR</c>.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    public int Position { get; set; }

    /// <summary>Overhead, whose share of the direct costs the template's rate limits.</summary>
    public bool IsIndirect { get; set; }

    /// <summary>When it was taken out of the template while grants use it: they keep it, new ones do not get it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Detail rows that a new budget starts with.</summary>
    public List<TemplateDetail> Details { get; init; } = [];
}

/// <summary>A detail row that a new budget is given under its category.</summary>
public sealed class TemplateDetail : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long CategoryId { get; init; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    public int Position { get; set; }
}
