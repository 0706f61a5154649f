namespace GrantSync.Application.Budgets;

/// <summary>What becomes of the typed cells of one line: each is written, or stands in conflict with somebody else's, or is wrong.</summary>
internal sealed class LineEditing(BudgetLine? line, DraftLine sent, LineCells cells)
{
    /// <summary>The name under which a conflict or a problem of the line as a whole stands.</summary>
    private const string Whole = "line";
    private const string CategoryIsGone = "This line's category is not in the budget any more. Put the category back, or move the line to another.";

    private readonly Dictionary<string, string> problems = [];
    private readonly List<string> conflicts = [];
    private readonly Dictionary<string, string> before = Values(line, cells);
    private readonly bool wasRemoved = line?.RemovedAt is not null;

    public bool Changed { get; private set; }

    /// <summary>Its code was typed or its category changed; such lines give way to those that have the code already.</summary>
    public bool MovesCode => line is not null && (line.Code != before[LineCells.Code] || LineCells.Read(line, LineCells.Category) != before[LineCells.Category]);

    public void Apply(DateTimeOffset now)
    {
        if (line is null)
        {
            problems[Whole] = CategoryIsGone;
            return;
        }

        if (sent.Remove is { } remove && remove != wasRemoved)
        {
            if (sent.Seen != line.Revision && line.Revision > 0)
            {
                conflicts.Add(Whole);
                return;
            }

            if (!remove && cells.CategoryOf(line).RemovedAt is not null)
            {
                problems[Whole] = CategoryIsGone;
                return;
            }

            line.RemovedAt = remove ? now : null;
        }
        else if (wasRemoved && sent.Remove is null)
        {
            conflicts.Add(Whole);
            return;
        }

        foreach (var (name, edit) in sent.Cells.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var isNew = line.Revision == 0;
            if (!before.TryGetValue(name, out var current))
            {
                problems[Whole] = $"The periods of this budget were changed meanwhile, and '{edit.Typed}' belongs to one that is gone. Type it where it belongs now.";
            }
            else if (!isNew && !LineCells.Same(name, current, edit.Seen) && !LineCells.Same(name, current, edit.Typed))
            {
                conflicts.Add(name);
            }
            else if (cells.Write(line, name, edit.Typed) is { } problem)
            {
                problems[name] = problem;
            }
        }
    }

    /// <summary>Gives the line the code it asks for, unless another line of its category has it; then it keeps its former one, or none.</summary>
    public void TakeCode(HashSet<(long Category, string Code)> taken)
    {
        if (line is null)
        {
            return;
        }

        if (line.RemovedAt is null && line.Code.Length > 0 && !taken.Add((line.CategoryId, line.Code)))
        {
            problems[LineCells.Code] = $"The code {line.Code} is used twice in {cells.CategoryOf(line).Name}. Give each line a code of its own.";
            var former = before[LineCells.Code];
            line.Code = former.Length > 0 && former != line.Code && taken.Add((line.CategoryId, former)) ? former : "";
        }

        Changed = line.Revision == 0 || wasRemoved != line.RemovedAt is not null || cells.Names.Any(name => LineCells.Read(line, name) != before[name]);
        line.Revision += Changed ? 1 : 0;
    }

    public SavedLine Answer() => line is null
        ? new SavedLine(null, 0, false, new Dictionary<string, string>(), conflicts, problems)
        : new SavedLine(line.Id, line.Revision, line.RemovedAt is not null, Values(line, cells), conflicts, problems);

    private static Dictionary<string, string> Values(BudgetLine? line, LineCells cells) =>
        line is null ? [] : cells.Names.ToDictionary(name => name, name => LineCells.Read(line, name));
}
