namespace GrantSync.Application.Exchange;

/// <summary>One sheet of a workbook that we write.</summary>
/// <param name="Widths">Of the columns, in characters.</param>
/// <param name="HeadRows">So many rows at the top stay in sight, and are repeated on each printed page.</param>
/// <param name="HeadColumns">So many columns at the left stay in sight.</param>
public sealed record Sheet(string Name, IReadOnlyList<double> Widths, IReadOnlyList<IReadOnlyList<SheetCell>> Rows, int HeadRows = 0, int HeadColumns = 0);

/// <param name="Number">A plain number, never a formula.</param>
/// <param name="Decimals">How many of a number are shown; null shows as many as it has.</param>
public sealed record SheetCell(string? Text = null, decimal? Number = null, int? Decimals = null, CellLook Look = CellLook.Plain)
{
    public static readonly SheetCell Empty = new();

    public static implicit operator SheetCell(string text) => new(text);

    public static SheetCell Head(string text) => new(text, Look: CellLook.Head);

    public static SheetCell Strong(string text) => new(text, Look: CellLook.Strong);

    public static SheetCell Of(decimal? number, int? decimals, CellLook look = CellLook.Plain) => new(null, number, decimals, look);
}

public enum CellLook
{
    Plain,
    Head,
    Strong,
    Title,
}
