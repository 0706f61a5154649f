using System.Globalization;
using GrantSync.Application.Adoption;
using GrantSync.Application.Sync;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Grants;

/// <summary>What the pages say of records that could be adopted.</summary>
internal static class AdoptionWords
{
    public static string Kind(string entity) => entity switch
    {
        "project_account" => T("Account of a project"),
        "project" => T("Project"),
        "template_category" => T("Account of a category"),
        "budget_line" => T("Account of a budget line"),
        _ => entity,
    };

    public static string Heading(string entity) => entity switch
    {
        "project_account" => T("Plan for projects"),
        "project" => T("Projects"),
        "template_category" => T("Plan for categories"),
        "budget_line" => T("Plan for detail lines"),
        _ => entity,
    };

    /// <summary>A value of Odoo's or ours in a sentence; a day as the pages write days.</summary>
    public static string Shown(PlannedField field, string? value) => value switch
    {
        null => T("empty"),
        "active" or "archived" when field.Name == "state" => Said(value),
        "all companies" when field.Name == "company" => Said(value),
        _ when field.Name is "start" or "end" && DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };

    public static string Company(Candidate candidate) => candidate.Company ?? T("All companies");

    /// <summary>What ticking its box means, for who cannot see the row.</summary>
    public static string Choice(Adoptable ours, Candidate? theirs) =>
        T("Adopt {0} as {1}", theirs is null ? T("none") : string.Create(CultureInfo.InvariantCulture, $"#{theirs.OdooId} {theirs.Name}"), $"{ours.Code} {ours.Name}".Trim());
}
