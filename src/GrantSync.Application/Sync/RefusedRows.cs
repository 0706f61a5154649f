using GrantSync.Odoo;

namespace GrantSync.Application.Sync;

/// <summary>Which rows of a refused <c>load</c> are bad, and why, in Odoo's words.</summary>
internal static class RefusedRows
{
    /// <summary>Reasons by row index; empty when Odoo names no row of a call with more than one.</summary>
    public static Dictionary<int, string> Reasons(OdooOutcome<IReadOnlyList<int>> outcome, int rowCount)
    {
        var reasons = outcome.Rows.Where(r => r.Row is >= 0 && r.Row < rowCount)
            .GroupBy(r => r.Row!.Value)
            .ToDictionary(group => group.Key, Sentence);
        if (rowCount == 1)
        {
            reasons.TryAdd(0, outcome.Rows.Count > 0 ? Sentence(outcome.Rows) : outcome.Sentence);
        }

        // a user error in a later row is filed under the first row too (Odoo's load, 17 and 18): the first goes again and is named alone if it is bad itself
        if (reasons.Count > 1 && reasons.TryGetValue(0, out var first) && reasons.Any(r => r.Key > 0 && r.Value.Contains(first, StringComparison.Ordinal)))
        {
            reasons.Remove(0);
        }

        return reasons;
    }

    /// <summary>The row names a record by its database id, and Odoo has none under it: <c>load</c> says so of that column (17 and 18).</summary>
    public static bool IsGone(OdooOutcome<IReadOnlyList<int>> outcome, int index) => outcome.Rows.Any(r => r.Row == index && r.Field == ".id");

    private static string Sentence(IEnumerable<RowRefusal> rows) => string.Join(" ", rows.Select(r => r.Message.Trim()).Distinct());
}
