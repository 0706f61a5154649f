using GrantSync.Application.Tenants;

namespace GrantSync.Application.Projects;

/// <summary>Work under a grant. In Odoo: a <c>project.project</c> bound to a Plan 1 account of the unit's company.</summary>
public sealed class Project : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public long GrantId { get; init; }

    public required string Name { get; set; }

    /// <summary>The code of its Plan 1 account: the grant's analytic code, with a suffix from the second project on.</summary>
    public required string Code { get; set; }

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    /// <summary>The part of the grant's budget that this project may spend, in the grant's currency.</summary>
    public decimal Allocated { get; set; }

    /// <summary>A partner keeps its books: nothing of it is written into Odoo, and what it spends is entered by hand.</summary>
    public bool NotInOdoo { get; set; }

    /// <summary>When it was taken out of the grant; in Odoo it and its account are archived.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
