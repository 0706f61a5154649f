using System.Globalization;

namespace GrantSync.Application.Amendments;

/// <summary>What is different between two states of one grant's budget.</summary>
/// <param name="Facts">Dates of the grant and division in time, where they differ.</param>
/// <param name="Categories">All that either has; those without a difference have no lines here.</param>
/// <param name="Unchanged">Lines that are the same in both.</param>
public sealed record BudgetChange(
    SumChange Total, SumChange Direct, SumChange Indirect, IReadOnlyList<CellChange> Facts, IReadOnlyList<CategoryChange> Categories, IReadOnlyList<ProjectChange> Projects,
    int Unchanged)
{
    public bool IsNothing => Facts.Count == 0 && Categories.All(c => c.Kind == ChangeKind.Unchanged) && Projects.All(p => p.Kind == ChangeKind.Unchanged);

    public int Count(ChangeKind kind) => Categories.Sum(c => c.Lines.Count(l => l.Kind == kind));

    /// <summary>Such as <c>2 lines changed, 1 added; the total goes from 1200.00 to 1300.00</c>.</summary>
    public string InWords()
    {
        var lines = new[] { (ChangeKind.Changed, "changed"), (ChangeKind.Moved, "moved"), (ChangeKind.Added, "added"), (ChangeKind.Removed, "removed") }
            .Select(k => (Count: Count(k.Item1), Word: k.Item2)).Where(k => k.Count > 0).ToList();
        var parts = lines.Select((k, at) => string.Create(CultureInfo.InvariantCulture, $"{k.Count}{(at > 0 ? "" : k.Count == 1 ? " line" : " lines")} {k.Word}")).ToList();
        if (Categories.Count(c => c.Kind is ChangeKind.Added or ChangeKind.Removed) is var categories and > 0)
        {
            parts.Add(categories == 1 ? "a category added or removed" : string.Create(CultureInfo.InvariantCulture, $"{categories} categories added or removed"));
        }

        // an only project has the whole budget: its part changes with the lines
        if (Projects.Count > 1 && Projects.Any(p => p.Kind != ChangeKind.Unchanged))
        {
            parts.Add("another allocation to projects");
        }

        if (Facts.Any(f => f.Cell != "periods"))
        {
            parts.Add("other dates of the grant");
        }

        if (Facts.Any(f => f.Cell == "periods"))
        {
            parts.Add("another division in time");
        }

        var words = string.Join(", ", parts);
        return Total.Difference == 0 ? words : words + string.Create(CultureInfo.InvariantCulture, $"; the total goes from {Total.Was:0.00##} to {Total.Is:0.00##}");
    }
}

public sealed record SumChange(decimal Was, decimal Is)
{
    public decimal Difference => Is - Was;
}

public enum ChangeKind
{
    Unchanged,
    Changed,

    /// <summary>In another category; its cells may have changed too.</summary>
    Moved,
    Added,
    Removed,
}

/// <param name="Kind">Changed when one of its lines is.</param>
/// <param name="Lines">Those with a difference; all of them when asked for.</param>
public sealed record CategoryChange(string Code, string Name, bool IsIndirect, ChangeKind Kind, SumChange Sum, IReadOnlyList<LineChange> Lines, int Unchanged);

/// <param name="MovedFrom">Code and name of its former category.</param>
public sealed record LineChange(long Id, ChangeKind Kind, string Code, string Description, string? MovedFrom, SumChange Sum, IReadOnlyList<CellChange> Cells);

/// <param name="Cell">As in a budget's lines: <c>unitValue</c>, <c>period2</c>; of the grant <c>startsOn</c>, <c>endsOn</c>, <c>periods</c>.</param>
/// <param name="Was">Empty where there was nothing.</param>
/// <param name="Difference">Of numbers.</param>
public sealed record CellChange(string Cell, string Was, string Is, decimal? Difference = null);

/// <param name="Sum">Its part of the budget.</param>
public sealed record ProjectChange(long Id, string Code, string Name, ChangeKind Kind, SumChange Sum);
