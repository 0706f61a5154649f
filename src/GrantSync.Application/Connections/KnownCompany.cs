using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Connections;

/// <summary>A company of the tenant's Odoo as it was seen last. A budget in Odoo is in its company's currency.</summary>
public sealed class KnownCompany : ITenantRow
{
    public required string TenantId { get; init; }

    public required int OdooId { get; init; }

    public required string Name { get; set; }

    /// <summary>ISO 4217, as Odoo names it.</summary>
    public required string Currency { get; set; }
}

internal static class KnownCompanies
{
    /// <summary>Keeps what Odoo has just answered in the place of what was known.</summary>
    public static Task Keep(GrantSyncDb db, string tenant, IReadOnlyList<OdooCompany> companies, CancellationToken cancellationToken)
    {
        var (ids, names, currencies) = (
            companies.Select(c => c.Id).ToArray(), companies.Select(c => c.Name).ToArray(), companies.Select(c => c.Currency).ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            delete from odoo_companies where tenant_id = {tenant} and odoo_id <> all({ids});
            insert into odoo_companies (tenant_id, odoo_id, name, currency)
            select {tenant}, c.id, c.name, c.currency from unnest({ids}, {names}, {currencies}) as c (id, name, currency)
            on conflict (tenant_id, odoo_id) do update set name = excluded.name, currency = excluded.currency
            """,
            cancellationToken);
    }
}
