using System.Globalization;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Amendments;

/// <summary>How the pages of revisions write what is different.</summary>
internal static class AmendmentWords
{
    public static string Side(int? number) => number is { } revision ? T("Revision {0}", revision) : T("The saved budget");

    /// <summary>As it stands in an address.</summary>
    public static string Name(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "draft";

    /// <summary>A change in one sentence, as <see cref="BudgetChange.InWords"/> says it in English, without its full stop.</summary>
    public static string Of(BudgetChange change, string currency)
    {
        var kinds = new[] { ChangeKind.Changed, ChangeKind.Moved, ChangeKind.Added, ChangeKind.Removed }.Where(k => change.Count(k) > 0)
            .Select(k => $"{Kind(k).Word.ToLower(Culture)} {Words.Count(change.Count(k))}").ToList();
        List<string> parts = kinds.Count == 0 ? [] : [T("Lines: {0}", string.Join(", ", kinds))];
        if (change.Categories.Any(c => c.Kind is ChangeKind.Added or ChangeKind.Removed))
        {
            parts.Add(T("categories added or removed"));
        }

        if (change.Projects.Count > 1 && change.Projects.Any(p => p.Kind != ChangeKind.Unchanged))
        {
            parts.Add(T("another allocation to projects"));
        }

        parts.AddRange(change.Facts.Select(f => Cell(f.Cell).ToLower(Culture)));
        if (change.Total.Difference != 0)
        {
            parts.Add(T("the total goes from {0} to {1}", Words.Amount(change.Total.Was, currency), Words.Amount(change.Total.Is, currency)));
        }

        return string.Join("; ", parts);
    }

    public static string Difference(decimal difference, string currency) => Sign(difference) + Words.Amount(Math.Abs(difference), currency);

    public static string Difference(decimal difference) => Sign(difference) + Words.Plain(Math.Abs(difference));

    public static string Cell(string cell) => cell switch
    {
        "code" => T("Code"),
        "description" => T("Description"),
        "unitName" => T("Unit of measure"),
        "unitValue" => T("Unit value"),
        "units" => T("Number of units"),
        "amount" => T("Amount"),
        "startsOn" => T("Starts on"),
        "endsOn" => T("Ends on"),
        "periods" => T("Division in time"),
        _ => T("Period {0}", cell["period".Length..]),
    };

    public static string Value(CellChange cell, string value) => cell.Cell switch
    {
        "startsOn" or "endsOn" => Words.Day(DateOnly.Parse(value, CultureInfo.InvariantCulture)),
        "periods" => Enum.Parse<PeriodLength>(value, ignoreCase: true) switch
        {
            PeriodLength.Years => T("Years"),
            PeriodLength.Quarters => T("Quarters"),
            _ => T("Not divided"),
        },
        _ => value,
    };

    /// <summary>A pill: its colour, its shape and its word.</summary>
    public static (string Pill, string Shape, string Word) Kind(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => ("good", "check", T("Added")),
        ChangeKind.Removed => ("bad", "cross", T("Removed")),
        ChangeKind.Moved => ("waiting", "arrow", T("Moved")),
        ChangeKind.Changed => ("changed", "half", T("Changed")),
        _ => ("grey", "dash", T("Unchanged")),
    };

    private static string Sign(decimal number) => number > 0 ? "+" : number < 0 ? "−" : "";
}

/// <summary>What <c>_Change</c> shows.</summary>
public sealed record ChangeShown(BudgetChange Change, string Currency, string From, string To);
