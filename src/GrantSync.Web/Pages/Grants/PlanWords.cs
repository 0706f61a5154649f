using System.Globalization;
using GrantSync.Application.Sync;

namespace GrantSync.Web.Pages.Grants;

/// <summary>How the dry run names a field and what becomes of it.</summary>
internal static class PlanWords
{
    public static string Name(PlannedField field) => field.Name switch
    {
        "Active" or "Archived" => "state",
        "StartsOn" => "start",
        "EndsOn" => "end",
        "CompanyId" => "company",
        _ => field.Name.ToLowerInvariant(),
    };

    public static string Shown(PlannedField field, string? value) => (field.Name, value) switch
    {
        ("Active", "True") or ("Archived", null or "False") => "active",
        ("Active", "False") or ("Archived", "True") => "archived",
        ("CompanyId", null) => "all companies",
        ("CompanyId", _) => $"#{value}",
        (_, null) => "empty",
        ("StartsOn" or "EndsOn", _) when DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };
}
