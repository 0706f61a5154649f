using FluentValidation;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>
/// Saves typed cells at once, each by itself: a cell that is wrong, or that somebody else changed meanwhile, is answered as such and keeps
/// nobody else from being saved. Sent twice it does the same once. <see cref="EditBudget"/> is for scripts, all or nothing.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveDraft(long GrantId, IReadOnlyList<DraftLine> Lines) : ICommand<DraftSaved>;

/// <summary>The cells of one line that were typed into.</summary>
public sealed record DraftLine
{
    /// <summary>The line; null for one that this page added and that it does not know to be saved.</summary>
    public long? Id { get; init; }

    /// <summary>Made by the page that adds the line.</summary>
    public Guid? Key { get; init; }

    /// <summary>The revision that the editor saw; asked for only where the line is removed or put back.</summary>
    public int? Seen { get; init; }

    /// <summary>Takes the line out of the budget (true) or puts it back (false).</summary>
    public bool? Remove { get; init; }

    /// <summary>By the cell's name (<see cref="LineCells"/>).</summary>
    public IReadOnlyDictionary<string, CellEdit> Cells { get; init; } = new Dictionary<string, CellEdit>();
}

/// <summary>A cell's version is the value that its editor saw: who typed over another value than the one that is there has a conflict.</summary>
public sealed record CellEdit(string? Seen, string? Typed);

/// <param name="Revision">The budget's, now.</param>
/// <param name="Lines">As the lines are now, in the order in which they were sent.</param>
public sealed record DraftSaved(int Revision, IReadOnlyList<SavedLine> Lines);

/// <param name="Id">Null when the line could not be added.</param>
/// <param name="IsRemoved">The line is out of the budget now.</param>
/// <param name="Cells">What the line holds now, conflicts and problems included: theirs, not what was typed.</param>
/// <param name="Conflicts">Cells that somebody else changed; with the name <c>line</c>, the line itself: it was removed, or changed before it could be.</param>
/// <param name="Problems">Cells that cannot be right, each with its sentence.</param>
public sealed record SavedLine(
    long? Id, int Revision, bool IsRemoved, IReadOnlyDictionary<string, string> Cells, IReadOnlyList<string> Conflicts, IReadOnlyDictionary<string, string> Problems);

internal sealed class SaveDraftValidator : AbstractValidator<SaveDraft>
{
    /// <summary>More come in several requests.</summary>
    private const int MostLines = 1000;

    public SaveDraftValidator()
    {
        RuleFor(r => r.Lines).NotNull().WithMessage("Send the lines to save.");
        RuleFor(r => r.Lines).Must(lines => lines is null || lines.Count <= MostLines).WithMessage($"Send at most {MostLines} lines at once.");
        RuleForEach(r => r.Lines).Must(line => line is { Cells: not null } && (line.Id is not null || line.Key is not null))
            .WithMessage("Name each line by its id or its key.");
    }
}

internal sealed class SaveDraftHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<SaveDraft, Result<DraftSaved>>
{
    public async Task<Result<DraftSaved>> Handle(SaveDraft request, CancellationToken cancellationToken)
    {
        var budget = await BudgetLock.Take(db, request.GrantId, cancellationToken);
        if (budget is null || await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken) is not { } grant)
        {
            return new GrantIsGone();
        }

        var categories = await db.BudgetCategories.Where(c => c.BudgetId == budget.Id).ToDictionaryAsync(c => c.Id, cancellationToken);
        var (ids, keys) = (request.Lines.Select(l => l.Id).ToList(), request.Lines.Select(l => l.Key).OfType<Guid>().ToList());
        var known = await db.BudgetLines
            .Where(l => categories.Keys.Contains(l.CategoryId) && (ids.Contains(l.Id) || (l.Key != null && keys.Contains(l.Key.Value))))
            .ToListAsync(cancellationToken);
        var (byId, byKey) = (known.ToDictionary(l => l.Id), known.Where(l => l.Key is not null).ToDictionary(l => l.Key!.Value));

        var cells = new LineCells(budget, BudgetPeriod.Of(budget.Periods, grant.StartsOn, grant.EndsOn).Count, categories);
        var edits = request.Lines.Select(sent =>
        {
            var line = sent.Id is { } id ? byId.GetValueOrDefault(id) : byKey.GetValueOrDefault(sent.Key!.Value) ?? Add(sent, categories);
            return new LineEditing(line, sent, cells);
        }).ToList();
        foreach (var edit in edits)
        {
            edit.Apply(time.GetUtcNow());
        }

        // only what is new or changed can make a code stand twice; the others keep theirs
        var taken = (await db.BudgetLines.AsNoTracking().Where(l => categories.Keys.Contains(l.CategoryId) && l.RemovedAt == null && l.Code != "")
                .Select(l => new { l.Id, l.CategoryId, l.Code }).ToListAsync(cancellationToken))
            .Where(l => !byId.ContainsKey(l.Id)).Select(l => (l.CategoryId, l.Code)).ToHashSet();
        foreach (var edit in edits.OrderBy(e => e.MovesCode))
        {
            edit.TakeCode(taken);
        }

        if (edits.Any(e => e.Changed))
        {
            budget.Revision++;
        }

        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, request.GrantId, cancellationToken);
        return new DraftSaved(budget.Revision, [.. edits.Select(e => e.Answer())]);
    }

    private BudgetLine? Add(DraftLine sent, Dictionary<long, BudgetCategory> categories)
    {
        if (!long.TryParse(sent.Cells.GetValueOrDefault("categoryId")?.Typed, out var id) || categories.GetValueOrDefault(id) is not { RemovedAt: null } category)
        {
            return null;
        }

        var line = new BudgetLine { TenantId = caller.Tenant, CategoryId = category.Id, Key = sent.Key, Code = "", Description = "", Revision = 0 };
        db.BudgetLines.Add(line);
        return line;
    }
}
