using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>The last word on duplicates is the database's: its unique rules in sentences, for the race that a check beforehand lost.</summary>
internal static class UniqueRules
{
    public static string? Sentence(DbUpdateException exception) => exception.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation => violation.ConstraintName switch
        {
            "grants_analytic_code" => "A grant with this analytic code exists already. Choose another grant code.",
            "projects_code" => "A project with this code exists already. Choose another code.",
            "donors_tenant_id_code_key" => "A donor with this code exists already.",
            "units_tenant_id_name_key" => "A unit with this name exists already.",
            "budget_templates_tenant_id_name_key" => "A budget template with this name exists already.",
            "template_categories_template_id_code_key" => "Two categories of this template would have the same code. To swap two codes, save one of them under a third code first.",
            "tenants_pkey" => "There is a tenant with this id already.",
            "users_email" => "Somebody signs in with this e-mail address already.",
            _ => null,
        },
        _ => null,
    };
}
