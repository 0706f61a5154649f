using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Exchange;

/// <summary>Reads the first sheet of an XLSX that has a budget's headings; formulas by the value that was stored with them.</summary>
internal static class XlsxFile
{
    public static Result<FileTable> Read(byte[] content)
    {
        if (PackedFile.Problem(content) is { } problem)
        {
            return new UnreadableFile(problem);
        }

        using var bytes = new MemoryStream(content, writable: false);
        using var document = SpreadsheetDocument.Open(bytes, isEditable: false);
        var workbook = document.WorkbookPart!;
        var texts = Texts(workbook);
        var formats = new NumberFormats(workbook.WorkbookStylesPart?.Stylesheet);
        FileTable? first = null;
        foreach (var sheet in workbook.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>())
        {
            if (sheet.Id?.Value is not { } id || workbook.GetPartById(id) is not WorksheetPart part)
            {
                continue;
            }

            var table = Rows(part, texts, formats);
            if (FileColumns.Recognised(table) >= 2)
            {
                return table;
            }

            first ??= table;
        }

        return first is null ? new UnreadableFile("This file has no sheet with cells.") : first;
    }

    private static List<string> Texts(WorkbookPart workbook)
    {
        var texts = new List<string>();
        if (workbook.SharedStringTablePart is { } part)
        {
            using var reader = OpenXmlReader.Create(part);
            while (reader.Read())
            {
                if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
                {
                    texts.Add(TextOf((SharedStringItem)reader.LoadCurrentElement()!));
                }
            }
        }

        return texts;
    }

    /// <summary>Runs of formatted text together; how a word is pronounced is no part of it.</summary>
    private static string TextOf(OpenXmlElement element) =>
        WorkbookFile.Unescape(string.Concat(element.Elements().Where(e => e is Text or Run).Select(e => e is Run run ? run.Text?.Text : ((Text)e).Text)));

    private static FileTable Rows(WorksheetPart part, List<string> texts, NumberFormats formats)
    {
        var rows = new List<FileRow>();
        var merged = new List<string>();
        using var reader = OpenXmlReader.Create(part);
        var last = 0;
        while (reader.Read())
        {
            if (reader.ElementType == typeof(MergeCell) && reader.IsStartElement)
            {
                merged.Add(reader.Attributes.FirstOrDefault(a => a.LocalName == "ref").Value ?? "");
            }
            else if (reader.ElementType == typeof(Row) && reader.IsStartElement && rows.Count <= FileLimits.Rows)
            {
                var row = (Row)reader.LoadCurrentElement()!;
                last = row.RowIndex?.Value is { } index ? (int)index : last + 1;
                var cells = new List<FileCell>();
                foreach (var cell in row.Elements<Cell>())
                {
                    // one column too many is enough to refuse the file
                    var column = Math.Min(ColumnOf(cell.CellReference?.Value) ?? cells.Count, FileLimits.Columns);
                    while (cells.Count < column)
                    {
                        cells.Add(FileCell.Empty);
                    }

                    if (cells.Count <= FileLimits.Columns)
                    {
                        cells.Add(Read(cell, texts, formats));
                    }
                }

                while (cells.Count > 0 && cells[^1].IsEmpty)
                {
                    cells.RemoveAt(cells.Count - 1);
                }

                if (cells.Count > 0)
                {
                    rows.Add(new FileRow(last, cells));
                }
            }
        }

        return new FileTable(MergedCells.Spread(rows, merged));
    }

    private static FileCell Read(Cell cell, List<string> texts, NumberFormats formats)
    {
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is not { } type || type == CellValues.Number)
        {
            return value.Length == 0 ? FileCell.Empty
                : decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? formats.Show(Clean(number), cell.StyleIndex?.Value ?? 0)
                : new FileCell(value);
        }

        if (type == CellValues.SharedString)
        {
            return new FileCell(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < texts.Count ? texts[at].Trim() : "");
        }

        if (type == CellValues.Error)
        {
            return new FileCell(value, Problem: $"The spreadsheet shows the error {value} here.");
        }

        if (type == CellValues.Date)
        {
            return new FileCell(value, Problem: NumberFormats.IsADate(value));
        }

        return new FileCell((type == CellValues.InlineString ? TextOf(cell.InlineString!) : WorkbookFile.Unescape(value)).Trim());
    }

    /// <summary>A spreadsheet computes in binary: 0.30000000000000004 is 0.3. What we wrote ourselves has four decimals at most and stays exact.</summary>
    private static decimal Clean(decimal number) => number == decimal.Round(number, 4) ? number : (decimal)(double)number;

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference?.TakeWhile(char.IsAsciiLetterUpper) ?? [])
        {
            column = Math.Min((column * 26) + letter - 'A' + 1, 1 << 20);
        }

        return column == 0 ? null : column - 1;
    }
}
