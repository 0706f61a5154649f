using System.Text.Json;

namespace GrantSync.Application.Exchange;

/// <summary>How numbers that can be read in two ways, such as <c>1,250</c>, are read.</summary>
public enum NumberForm
{
    /// <summary>As the other numbers of the file show; what stays open is refused.</summary>
    Detected,

    /// <summary><c>1,250.50</c></summary>
    Point,

    /// <summary><c>1.250,50</c></summary>
    Comma,
}

/// <summary>The cells of a file, whatever its kind.</summary>
public sealed record FileTable(IReadOnlyList<FileRow> Rows)
{
    public static FileTable Read(string json) => JsonSerializer.Deserialize<FileTable>(json)!;

    public string Json() => JsonSerializer.Serialize(this);
}

/// <param name="Number">As the spreadsheet numbers it, from 1; in a CSV the line on which it begins.</param>
public sealed record FileRow(int Number, IReadOnlyList<FileCell> Cells)
{
    public FileCell this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : FileCell.Empty;
}

/// <param name="Text">As a reader of the file sees it, as far as we can tell.</param>
/// <param name="Number">The value of a spreadsheet's number: nothing about it is open.</param>
/// <param name="Problem">Why the text cannot be known.</param>
public sealed record FileCell(string Text, decimal? Number = null, string? Problem = null)
{
    public static readonly FileCell Empty = new("");

    /// <summary>PostgreSQL keeps no zero sign in a text.</summary>
    public string Text { get; } = Text.Replace("\0", "", StringComparison.Ordinal);

    public bool IsEmpty => Text.Length == 0 && Problem is null;
}
