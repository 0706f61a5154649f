using System.Globalization;
using System.Text.RegularExpressions;

namespace GrantSync.Application.Exchange;

/// <summary>Cells that were merged: down a column each row has the value; across columns it is a title, and no row of a budget.</summary>
internal static partial class MergedCells
{
    public static IReadOnlyList<FileRow> Spread(List<FileRow> rows, IEnumerable<string> merged)
    {
        var byNumber = rows.ToDictionary(r => r.Number);
        var titles = new HashSet<int>();
        foreach (var area in merged.Select(m => Area().Match(m)).Where(m => m.Success))
        {
            var (left, right) = (Column(area.Groups[1].Value), Column(area.Groups[3].Value));
            var (top, bottom) = (Row(area.Groups[2].Value), Row(area.Groups[4].Value));
            if (left != right)
            {
                titles.UnionWith(rows.Where(r => r.Number >= top && r.Number <= bottom && r.Cells.Count(c => !c.IsEmpty) <= 1).Select(r => r.Number));
            }
            else if (byNumber.TryGetValue(top, out var first) && !first[left].IsEmpty)
            {
                foreach (var row in rows.Where(r => r.Number > top && r.Number <= bottom && r[left].IsEmpty).ToList())
                {
                    byNumber[row.Number] = new FileRow(row.Number, [.. Enumerable.Range(0, Math.Max(byNumber[row.Number].Cells.Count, left + 1)).Select(c => c == left ? first[left] : byNumber[row.Number][c])]);
                }
            }
        }

        return [.. rows.Where(r => !titles.Contains(r.Number)).Select(r => byNumber[r.Number])];
    }

    private static int Column(string letters) => letters.Take(4).Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;

    private static int Row(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0;

    [GeneratedRegex(@"^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$")]
    private static partial Regex Area();
}
