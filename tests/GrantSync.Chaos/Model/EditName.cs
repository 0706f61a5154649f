using System.Globalization;
using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Model;

/// <summary>
/// Every edit's text says which record it is of and carries a number that only rises: <c>budget_line 17 #4711</c>. So whoever sees a row
/// knows whose it is and which of two is newer, whatever external id it came under.
/// </summary>
internal readonly record struct EditName(string Record, long Number, string Mark)
{
    /// <summary>Ends the name of an edit that Odoo refuses, with the row's number.</summary>
    public const string RefusedRow = " (refused)";

    /// <summary>Ends the name of an edit for which Odoo refuses the call without a row's number.</summary>
    public const string RefusedCall = " (refused, no row named)";

    public static string RecordOf(SyncKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Entity.Name()} {key.Id}");

    public static EditName Read(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var end = text.IndexOf(' ', hash) is > 0 and var space ? space : text.Length;
        return new EditName(text[..(hash - 1)], long.Parse(text.AsSpan(hash + 1, end - hash - 1), CultureInfo.InvariantCulture), text[end..]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Record} #{Number}{Mark}");
}
