using System.Globalization;
using GrantSync.Application.Drift;

namespace GrantSync.Web.Pages.Drift;

/// <summary>What the page says of findings and decisions.</summary>
internal static class DriftSentences
{
    public static string Of(DriftReport check)
    {
        var sentence = $"{Words.Plural(check.Compared, "record was", "records were")} compared. "
            + (check.Drifted == 0 ? "Odoo holds what it should." : $"{Words.Plural(check.Drifted, "change was", "changes were")} found.");
        sentence += check.MadeAgain > 0 ? $" {Words.Plural(check.MadeAgain, "deleted record is", "deleted records are")} being made again." : "";
        return sentence + (check.OnTheirWay > 0 ? $" {Words.Plural(check.OnTheirWay, "record is", "records are")} on the way to Odoo just now and will be compared the next time." : "");
    }

    public static string Of(DriftDecision decision, int count) => decision == DriftDecision.KeepOdoo
        ? $"{Words.Plural(count, "change is", "changes are")} kept: what Odoo holds is what we mean now."
        : $"{Words.Plural(count, "change is", "changes are")} being written over with our values.";

    public static (string Word, string Colour, string Shape) Pill(DriftKind kind) => kind switch
    {
        DriftKind.Renamed => ("Renamed", "changed", "pen"),
        DriftKind.Recoded => ("Re-coded", "changed", "pen"),
        DriftKind.Moved => ("Moved", "changed", "arrow"),
        DriftKind.Archived => ("Archived", "grey", "dash"),
        DriftKind.Reactivated => ("Active again", "amber", "ring"),
        DriftKind.Deleted => ("Deleted", "bad", "cross"),
        DriftKind.Duplicated => ("Duplicate", "unknown", "half"),
        DriftKind.Redated => ("New dates", "changed", "clock"),
        DriftKind.Rebound => ("Other account", "amber", "triangle"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Decision(DriftItem item) => item.Decision switch
    {
        DriftDecision.KeepOdoo when item.Kind == DriftKind.Duplicated => "Both kept",
        DriftDecision.KeepOdoo => "Kept Odoo's",
        DriftDecision.WriteOurs => "Wrote ours",
        DriftDecision.MadeAgain => "Made again",
        _ => "Gone by itself",
    };

    /// <summary>A value in a cell.</summary>
    public static string Shown(DriftItem item, string? value) => (item.Field, value) switch
    {
        (DriftField.Active, "true") => "active",
        (DriftField.Active, "false") => "archived",
        (DriftField.Record, null) => "not there",
        (DriftField.Company, null) => "all companies",
        (_, null) => "–",
        (DriftField.StartsOn or DriftField.EndsOn, _) when DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };

    public static string KeepWord(DriftItem item) => item.Kind switch
    {
        DriftKind.Duplicated => "Keep both",
        DriftKind.Deleted => "Leave it out",
        _ => "Keep Odoo’s",
    };

    public static string WriteWord(DriftItem item) => item.Kind == DriftKind.Deleted ? "Make it again" : "Write ours";
}
