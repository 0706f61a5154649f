namespace GrantSync.Application.Drift;

/// <summary>What was found, in plain words.</summary>
public static class DriftWords
{
    public const string LeftOut = "Somebody chose to leave this record to Odoo. GrantSync does not write it any more; the page Drift can take that back.";

    public static string Of(DriftFinding finding) => Of(finding.Kind, finding.Field, finding.Confirmed, finding.InOdoo);

    public static string Of(DriftKind kind, DriftField field, string? confirmed, string? inOdoo) => kind switch
    {
        DriftKind.Renamed => $"Renamed in Odoo from {Quoted(confirmed)} to {Quoted(inOdoo)}.",
        DriftKind.Recoded => inOdoo is null ? $"Its code {Quoted(confirmed)} was taken away in Odoo." : $"Given another code in Odoo: {Quoted(inOdoo)} instead of {Quoted(confirmed)}.",
        DriftKind.Moved when field == DriftField.Plan => $"Moved in Odoo from the plan {confirmed ?? "(none)"} to the plan {inOdoo ?? "(none)"}.",
        DriftKind.Moved => inOdoo is null ? $"Taken out of its company {confirmed} in Odoo; all companies share it now." : $"Moved in Odoo from {(confirmed is null ? "all companies" : $"the company {confirmed}")} to the company {inOdoo}.",
        DriftKind.Archived => "Archived in Odoo.",
        DriftKind.Reactivated => "Taken out of the archive in Odoo, though it was removed here.",
        DriftKind.Deleted => "Deleted in Odoo.",
        DriftKind.Duplicated => $"Another active account of the same plan in Odoo has the code {confirmed}: {inOdoo}. Bookkeepers may post to the wrong one. "
            + "Ask them to give the other one another code, or to archive it after moving its postings; GrantSync never touches accounts of others.",
        DriftKind.Redated => $"{(field == DriftField.StartsOn ? "Its start" : "Its end")} was changed in Odoo from {confirmed ?? "no date"} to {inOdoo ?? "no date"}.",
        DriftKind.Rebound => inOdoo is null ? "Cut off from its analytic account in Odoo." : $"Bound in Odoo to another analytic account, {inOdoo}, instead of {confirmed}.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>All that was found of one record, and what to do.</summary>
    public static string Of(IEnumerable<DriftFinding> findings) => $"{string.Join(" ", findings.Select(Of))} Decide on the page Drift.";

    private static string Quoted(string? text) => text is null ? "nothing" : $"“{text}”";
}
