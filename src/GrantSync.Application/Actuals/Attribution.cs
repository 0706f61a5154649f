namespace GrantSync.Application.Actuals;

/// <summary>What attribution looks at in one of Odoo's lines: the three accounts, the day, and the amount in Odoo's sign.</summary>
public readonly record struct Spending(int? Project, int? Category, int? Detail, DateOnly Date, decimal Amount, decimal? Unpaid);

/// <summary>One grant's accounts in Odoo: project, budget category and detail line by account id, and the category that a detail line is in.</summary>
public sealed record GrantAccounts(
    IReadOnlyDictionary<int, long> Projects, IReadOnlyDictionary<int, long> Categories, IReadOnlyDictionary<int, long> Details, IReadOnlyDictionary<long, long> CategoryOf);

/// <summary>Where a line counts.</summary>
/// <param name="Project">Null: on no project of this grant.</param>
/// <param name="Category">Null: on no category of this budget.</param>
/// <param name="Line">Null: not on a detail line of this budget.</param>
/// <param name="Month">The first day of its month.</param>
public readonly record struct Place(long? Project, long? Category, long? Line, DateOnly Month);

/// <summary>Spent money: a cost is positive here.</summary>
/// <param name="Actual">Paid, or owed to nobody.</param>
/// <param name="Committed">Posted on a bill that is not paid yet.</param>
/// <param name="Lines">Odoo's lines and manual entries that make it.</param>
public readonly record struct Spent(decimal Actual, decimal Committed, int Lines)
{
    public static Spent operator +(Spent one, Spent other) => new(one.Actual + other.Actual, one.Committed + other.Committed, one.Lines + other.Lines);
}

/// <summary>Says where each line counts, exactly once.</summary>
public static class Attribution
{
    /// <summary>
    /// The detail line decides, being the most exact, and brings its category; where the line's own category is another one, see
    /// <see cref="Contradicts"/>. Without a detail line of this budget the category counts it, and without both it stands apart.
    /// </summary>
    public static Place Of(Spending line, GrantAccounts ours)
    {
        var month = new DateOnly(line.Date.Year, line.Date.Month, 1);
        var project = Find(ours.Projects, line.Project);
        return Find(ours.Details, line.Detail) is { } detail
            ? new Place(project, ours.CategoryOf[detail], detail, month)
            : new Place(project, Find(ours.Categories, line.Category), null, month);
    }

    /// <summary>The line carries a detail line and a category that do not belong together.</summary>
    public static bool Contradicts(Spending line, GrantAccounts ours) =>
        line.Category is not null && Find(ours.Details, line.Detail) is { } detail && Find(ours.Categories, line.Category) != ours.CategoryOf[detail];

    public static Spent Count(Spending line) => new(-(line.Amount - (line.Unpaid ?? 0)), -(line.Unpaid ?? 0), 1);

    /// <summary>What was entered by hand is paid: nobody waits for it.</summary>
    public static Spent Count(ManualActual entry) => new(entry.Amount, 0, 1);

    public static Dictionary<Place, Spent> Sum(IEnumerable<Spending> lines, GrantAccounts ours) => Sum(lines.Select(line => (Of(line, ours), Count(line))));

    public static Dictionary<Place, Spent> Sum(IEnumerable<(Place Place, Spent Spent)> counted)
    {
        var sums = new Dictionary<Place, Spent>();
        foreach (var (place, spent) in counted)
        {
            sums[place] = sums.GetValueOrDefault(place) + spent;
        }

        return sums;
    }

    private static long? Find(IReadOnlyDictionary<int, long> ids, int? account) => account is { } known && ids.TryGetValue(known, out var id) ? id : null;
}
