using GrantSync.Application.Tenants;

namespace GrantSync.Application.Connections;

/// <summary>A tenant's Odoo: where it is, who we are there, and which of its plans carry our three axes. One a tenant.</summary>
public sealed class Connection : ITenantRow
{
    public required string TenantId { get; init; }

    public required string Server { get; set; }

    public required string Database { get; set; }

    public required string UserName { get; set; }

    /// <summary>The Odoo user's id, found by the test; 0 until then.</summary>
    public int Uid { get; set; }

    /// <summary>The API key, sealed by Data Protection; never logged, never returned.</summary>
    public required string SealedKey { get; set; }

    /// <summary>17, 18 ...: found by the test.</summary>
    public int ServerMajor { get; set; }

    public string ServerVersion { get; set; } = "";

    /// <summary>The module part of our external ids. Fixed once something has been written under it.</summary>
    public required string ExternalIdPrefix { get; init; }

    /// <summary>How long a call may go on working in Odoo after we stopped hearing: a stock server ends a request at 120 s.</summary>
    public int FarSideLimitSeconds { get; set; } = 120;

    /// <summary>The most calls that we make in a minute; null: as many as the server bears.</summary>
    public int? CallsPerMinute { get; set; }

    /// <summary>The pace where the admin names none: Odoo Online states no limit, 60 calls a minute is the custom; a server of one's own sets none.</summary>
    public static int? UsualPace(string server) =>
        Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Host.EndsWith(".odoo.com", StringComparison.OrdinalIgnoreCase) ? 60 : null;

    public DateTimeOffset SavedAt { get; set; }

    /// <summary>Since when our records are being archived, before the connection goes; null while it stays.</summary>
    public DateTimeOffset? DisconnectingAt { get; set; }

    /// <summary>When its Odoo is pinged next; claimed by moving it, so that one node pings.</summary>
    public DateTimeOffset NextPingAt { get; set; }

    /// <summary>The model that budgets are written to; null where Odoo has none that we can write.</summary>
    public string? BudgetModel { get; set; }

    /// <summary>When the budget model and the companies were looked at last.</summary>
    public DateTimeOffset? BudgetsCheckedAt { get; set; }

    /// <summary>When its Odoo is next compared with what we mean; claimed by moving it.</summary>
    public DateTimeOffset NextDriftAt { get; set; }

    /// <summary>When its analytic lines are next read; claimed by moving it.</summary>
    public DateTimeOffset NextActualsAt { get; set; }

    public List<PlanMapping> Plans { get; init; } = [];
}

/// <summary>Our three axes of analytic accounting.</summary>
public enum Axis
{
    /// <summary>Plan 1: one account a project.</summary>
    Project = 1,

    /// <summary>Plan 2: one account a category of the template.</summary>
    Category = 2,

    /// <summary>Plan 3: one account a detail line of the grant.</summary>
    Detail = 3,
}

/// <summary>Which Odoo plan carries an axis: one that was there, or one that we have made.</summary>
public sealed class PlanMapping : ITenantRow
{
    public required string TenantId { get; init; }

    public required Axis Axis { get; init; }

    /// <summary>The plan's name, as chosen or as made.</summary>
    public required string PlanName { get; set; }

    /// <summary>The Odoo id of a plan that was there already; null for one that we make under our external id.</summary>
    public int? ExistingPlanId { get; set; }
}
