using System.Globalization;
using GrantSync.Application.Drift;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Drift;

/// <summary>What the page says of findings and decisions.</summary>
internal static class DriftSentences
{
    public static string Of(DriftReport check)
    {
        string[] sentences =
        [
            Words.Plural(check.Compared, "{0} record was compared.", "{0} records were compared."),
            check.Drifted == 0 ? T("Odoo holds what it should.") : Words.Plural(check.Drifted, "{0} change was found.", "{0} changes were found."),
            check.MadeAgain == 0 ? "" : Words.Plural(check.MadeAgain, "{0} deleted record is being made again.", "{0} deleted records are being made again."),
            check.OnTheirWay == 0 ? "" : Words.Plural(
                check.OnTheirWay,
                "{0} record is on the way to Odoo just now and will be compared the next time.",
                "{0} records are on the way to Odoo just now and will be compared the next time."),
        ];
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    public static string Of(DriftDecision decision, int count) => decision == DriftDecision.KeepOdoo
        ? Words.Plural(count, "{0} change is kept: what Odoo holds is what we mean now.", "{0} changes are kept: what Odoo holds is what we mean now.")
        : Words.Plural(count, "{0} change is being written over with our values.", "{0} changes are being written over with our values.");

    public static (string Word, string Colour, string Shape) Pill(DriftKind kind) => kind switch
    {
        DriftKind.Renamed => (T("Renamed"), "changed", "pen"),
        DriftKind.Recoded => (T("Re-coded"), "changed", "pen"),
        DriftKind.Moved => (T("Moved"), "changed", "arrow"),
        DriftKind.Archived => (T("Archived"), "grey", "dash"),
        DriftKind.Reactivated => (T("Active again"), "amber", "ring"),
        DriftKind.Deleted => (T("Deleted"), "bad", "cross"),
        DriftKind.Duplicated => (T("Duplicate"), "unknown", "half"),
        DriftKind.Redated => (T("New dates"), "changed", "clock"),
        DriftKind.Rebound => (T("Other account"), "amber", "triangle"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Decision(DriftItem item) => item.Decision switch
    {
        DriftDecision.KeepOdoo when item.Kind == DriftKind.Duplicated => T("Both kept"),
        DriftDecision.KeepOdoo => T("Kept Odoo's"),
        DriftDecision.WriteOurs => T("Wrote ours"),
        DriftDecision.MadeAgain => T("Made again"),
        _ => T("Gone by itself"),
    };

    /// <summary>A record by its kind and its name, which is the organisation's own.</summary>
    public static string Record(string record) => record.Split(' ', 2) switch
    {
        ["Line", var name] => T("Line {0}", name),
        ["Category", var name] => T("Category {0}", name),
        ["Project", var name] => T("Project {0}", name),
        ["Plan", var name] => T("Plan {0}", name),
        _ => Said(record),
    };

    /// <summary>A value in a cell.</summary>
    public static string Shown(DriftItem item, string? value) => (item.Field, value) switch
    {
        (DriftField.Active, "true") => T("active"),
        (DriftField.Active, "false") => T("archived"),
        (DriftField.Record, null) => T("not there"),
        (DriftField.Company, null) => T("all companies"),
        (_, null) => "–",
        (DriftField.StartsOn or DriftField.EndsOn, _) when DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) => Words.Day(day),
        _ => value,
    };

    public static string KeepWord(DriftItem item) => item.Kind switch
    {
        DriftKind.Duplicated => T("Keep both"),
        DriftKind.Deleted => T("Leave it out"),
        _ => T("Keep Odoo’s"),
    };

    public static string WriteWord(DriftItem item) => item.Kind == DriftKind.Deleted ? T("Make it again") : T("Write ours");

    public static string WriteAfterAll(DriftItem item) => item.Kind == DriftKind.Deleted ? T("Make it again after all") : T("Write ours after all");
}
