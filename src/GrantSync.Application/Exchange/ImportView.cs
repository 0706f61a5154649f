namespace GrantSync.Application.Exchange;

/// <summary>What taking a file over would do to a budget. Nothing has moved yet.</summary>
/// <param name="Numbers">As it was chosen.</param>
/// <param name="ReadAs">How numbers that can be read in two ways are read: as chosen, or as the file's other numbers show.</param>
/// <param name="Ignored">Headings that nothing is taken from.</param>
/// <param name="Rows">Of the file, in its order.</param>
/// <param name="NotInFile">Lines of the budget that the file does not have; they stay, unless they are named when it is taken over.</param>
/// <param name="HasMoved">Somebody changed the budget since: look again, or what they changed stays as they left it.</param>
public sealed record ImportView(
    long Id, long GrantId, string FileName, DateTimeOffset UploadedAt, string Currency, NumberForm Numbers, NumberForm ReadAs, IReadOnlyList<string> Ignored,
    IReadOnlyList<ImportRow> Rows, IReadOnlyList<MissingLine> NotInFile, bool HasMoved)
{
    public int Count(ImportKind kind) => Rows.Count(r => r.Kind == kind);

    public int New => Count(ImportKind.New);

    public int Changed => Count(ImportKind.Changed);

    public int Unchanged => Count(ImportKind.Unchanged);

    public int RefusedRows => Count(ImportKind.Refused);

    public int RefusedCells => Rows.Sum(r => r.Cells.Count(c => c.Kind == ImportKind.Refused));
}

public enum ImportKind
{
    New,
    Changed,
    Unchanged,
    Refused,
}

/// <param name="Number">In the file, as a spreadsheet counts.</param>
/// <param name="Kind">Refused when nothing of the row can be taken over.</param>
/// <param name="LineId">The budget's line; null for a new one.</param>
/// <param name="Problem">Why the row is refused.</param>
/// <param name="Note">What is worth knowing, such as an amount in the file that does not follow from its units.</param>
/// <param name="Amount">What the line comes to.</param>
/// <param name="Cells">Those that change the line, and those that are refused.</param>
public sealed record ImportRow(
    int Number, ImportKind Kind, long? LineId, long? CategoryId, string Category, string Code, string Description, string? Problem, string? Note, decimal Amount,
    IReadOnlyList<ImportCell> Cells);

/// <param name="Was">As the budget has it.</param>
/// <param name="Typed">As the file has it; of a number its plain form.</param>
/// <param name="Problem">Why it is refused; the budget's value stays.</param>
public sealed record ImportCell(string Cell, ImportKind Kind, string Was, string Typed, string? Problem);

public sealed record MissingLine(long Id, string Category, string Code, string Description, decimal Amount);
