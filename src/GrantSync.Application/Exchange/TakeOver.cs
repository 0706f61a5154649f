using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Exchange;

/// <summary>
/// Takes a previewed file over into the budget's draft, by the rules of <see cref="SaveDraft"/>: a cell that somebody changed since the preview
/// stays as they left it, and is told. The file is forgotten with it.
/// </summary>
/// <param name="GrantId">The grant.</param>
/// <param name="ImportId">The preview.</param>
/// <param name="Remove">Lines that are not in the file and that are to leave the budget.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record TakeOver(long GrantId, long ImportId, IReadOnlyList<long> Remove) : ICommand<TakenOver>;

/// <param name="Revision">The budget's, now.</param>
/// <param name="Left">What stayed as it is, and why.</param>
public sealed record TakenOver(int Revision, int Added, int Changed, int Removed, IReadOnlyList<LeftAsItIs> Left);

/// <param name="Cell">Null for the line as a whole.</param>
/// <param name="Now">What the budget has there.</param>
/// <param name="Typed">What the file has.</param>
public sealed record LeftAsItIs(string Code, string? Cell, string Now, string Typed, string Why);

internal sealed class TakeOverHandler(GrantSyncDb db, IRequestHandler<SaveDraft, Result<DraftSaved>> save) : IRequestHandler<TakeOver, Result<TakenOver>>
{
    private const string Whole = "line";
    private const string Theirs = "Somebody changed it after the preview.";

    public async Task<Result<TakenOver>> Handle(TakeOver request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        var import = await db.BudgetImports.SingleOrDefaultAsync(i => i.Id == request.ImportId && i.GrantId == request.GrantId, cancellationToken);
        if (import is null || await SeenBudget.Now(db, request.GrantId, cancellationToken) is not { } now)
        {
            return new ImportIsGone();
        }

        var seen = SeenBudget.Read(import.Seen);
        if ((now.Periods, now.PeriodCount) != (seen.Periods, seen.PeriodCount))
        {
            return new Conflict("The budget was divided anew after the preview. Look again, then take the file over.");
        }

        var table = FileTable.Read(import.Cells);
        var plan = ImportPlan.Of(table, FileColumns.Find(table, seen.Periods, seen.PeriodCount).Value, seen, import.Numbers);
        var left = new List<LeftAsItIs>();
        var taken = now.Lines.Select(l => (l.CategoryId, l.Code)).ToHashSet();
        var position = now.Lines.Select(l => l.Position).DefaultIfEmpty(0).Max();
        var edits = new List<(DraftLine Line, string Code)>();
        foreach (var row in plan.Rows.Where(r => r.Kind is ImportKind.New or ImportKind.Changed))
        {
            if (row.Kind == ImportKind.New && taken.Contains((row.CategoryId!.Value, row.Code)))
            {
                left.Add(new LeftAsItIs(row.Code, null, "", "", "Somebody added a line with this code after the preview."));
                continue;
            }

            var cells = row.Cells.Where(c => c.Kind != ImportKind.Refused).ToDictionary(c => c.Cell, c => new CellEdit(c.Was, c.Typed));
            if (row.Kind == ImportKind.New)
            {
                cells[LineCells.Category] = new(null, Text(row.CategoryId!.Value));
                cells[LineCells.Code] = new(null, row.Code);
                cells["position"] = new(null, Text(++position));
            }

            if (cells.Count > 0)
            {
                edits.Add((new DraftLine { Id = row.LineId, Key = row.LineId is null ? Guid.NewGuid() : null, Cells = cells }, row.Code));
            }
        }

        // only lines that the preview listed as missing in the file
        var gone = plan.NotInFile.Where(l => request.Remove.Contains(l.Id)).ToDictionary(l => l.Id);
        edits.AddRange(seen.Lines.Where(l => gone.ContainsKey(l.Id)).Select(l => (new DraftLine { Id = l.Id, Seen = l.Revision, Remove = true }, l.Code)));

        var saved = await save.Handle(new SaveDraft(request.GrantId, [.. edits.Select(e => e.Line)]), cancellationToken);
        if (saved.Refusal is { } refusal)
        {
            return refusal;
        }

        db.BudgetImports.Remove(import);
        var (added, changed, removed) = (0, 0, 0);
        foreach (var ((sent, code), line) in edits.Zip(saved.Value.Lines))
        {
            string? Typed(string cell) => sent.Cells.GetValueOrDefault(cell)?.Typed;
            left.AddRange(line.Conflicts.Select(cell => new LeftAsItIs(
                code, cell == Whole ? null : cell, line.Cells.GetValueOrDefault(cell, ""), Typed(cell) ?? "", line.IsRemoved ? "Somebody removed the line after the preview." : Theirs)));
            left.AddRange(line.Problems.Select(p => new LeftAsItIs(code, p.Key == Whole ? null : p.Key, line.Cells.GetValueOrDefault(p.Key, ""), Typed(p.Key) ?? "", p.Value)));
            added += sent.Key is not null && line.Id is not null ? 1 : 0;
            removed += sent.Remove == true && line.IsRemoved && !line.Conflicts.Contains(Whole) ? 1 : 0;
            changed += sent.Remove is null && sent.Id is not null && line.Conflicts.Count + line.Problems.Count < sent.Cells.Count && !line.Conflicts.Contains(Whole) ? 1 : 0;
        }

        return new TakenOver(saved.Value.Revision, added, changed, removed, left);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
