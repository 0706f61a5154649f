using System.Globalization;
using GrantSync.Application.Adoption;
using GrantSync.Application.Sync;

namespace GrantSync.Web.Pages.Grants;

/// <summary>What the pages say of records that could be adopted.</summary>
internal static class AdoptionWords
{
    public static string Kind(string entity) => entity switch
    {
        "project_account" => "Account of a project",
        "project" => "Project",
        "template_category" => "Account of a category",
        "budget_line" => "Account of a budget line",
        _ => entity,
    };

    public static string Heading(string entity) => entity switch
    {
        "project_account" => "Plan for projects",
        "project" => "Projects",
        "template_category" => "Plan for categories",
        "budget_line" => "Plan for detail lines",
        _ => entity,
    };

    /// <summary>A value of Odoo's or ours in a sentence; a day as the pages write days.</summary>
    public static string Shown(PlannedField field, string? value) => value switch
    {
        null => "empty",
        _ when field.Name is "start" or "end" && DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };

    public static string Company(Candidate candidate) => candidate.Company ?? "All companies";

    /// <summary>What ticking its box means, for who cannot see the row.</summary>
    public static string Choice(Adoptable ours, Candidate? theirs) =>
        $"Adopt {(theirs is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"#{theirs.OdooId} {theirs.Name}"))} as {$"{ours.Code} {ours.Name}".Trim()}";
}
