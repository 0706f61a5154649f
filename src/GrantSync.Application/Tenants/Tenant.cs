namespace GrantSync.Application.Tenants;

/// <summary>A row that belongs to one tenant: row-level security and the query filter both hang on it.</summary>
public interface ITenantRow
{
    string TenantId { get; }
}

/// <summary>One organisation. Its id is a short lower-case word, part of every idempotency key, and never changes.</summary>
public sealed class Tenant
{
    /// <summary>The operator's own tenant, home of the support users; it has no Odoo.</summary>
    public const string Operator = "grantsync";

    public required string Id { get; init; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How a Plan 2 account's code is made; <c>{category}</c> is the template category's code.</summary>
    public string CategoryCodePattern { get; set; } = "{category}";

    /// <summary>How a Plan 3 account's code is made, of <c>{category}</c>, <c>{line}</c> and <c>{grant}</c>.</summary>
    public string LineCodePattern { get; set; } = "{category}/{line}";

    /// <summary>Goes up when a connection is ended, so that what is written afterwards is a fresh set under a fresh prefix.</summary>
    public int OdooGeneration { get; set; } = 1;
}
