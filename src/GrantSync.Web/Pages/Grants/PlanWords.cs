using System.Globalization;
using GrantSync.Application.Sync;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

/// <summary>How the dry run names a field and what becomes of it.</summary>
internal static class PlanWords
{
    public static string Name(PlannedField field) => field.Name switch
    {
        "Active" or "Archived" => T("state"),
        "StartsOn" => T("start"),
        "EndsOn" => T("end"),
        "CompanyId" => T("company"),
        "Name" => T("name"),
        "Code" => T("code"),
        _ => field.Name.ToLowerInvariant(),
    };

    public static string Shown(PlannedField field, string? value) => (field.Name, value) switch
    {
        ("Active", "True") or ("Archived", null or "False") => T("active"),
        ("Active", "False") or ("Archived", "True") => T("archived"),
        ("CompanyId", null) => T("all companies"),
        ("CompanyId", _) => $"#{value}",
        (_, null) => T("empty"),
        ("StartsOn" or "EndsOn", _) when DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };
}
