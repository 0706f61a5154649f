using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GrantSync.Application.Exchange;

/// <summary>Writes sheets as an XLSX: texts as plain strings and numbers as numbers, never a formula.</summary>
internal static partial class WorkbookFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Write(IReadOnlyList<Sheet> sheets)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var looks = new Looks();
            var list = new Sheets();
            var titles = new DefinedNames();
            foreach (var (index, sheet) in sheets.Index())
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                part.Worksheet = Worksheet(sheet, looks, isFirst: index == 0);
                list.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)index + 1, Name = sheet.Name });
                if (sheet.HeadRows > 0)
                {
                    titles.Append(new DefinedName(string.Create(CultureInfo.InvariantCulture, $"'{sheet.Name}'!$1:${sheet.HeadRows}"))
                    {
                        Name = "_xlnm.Print_Titles",
                        LocalSheetId = (uint)index,
                    });
                }
            }

            workbook.Workbook = titles.HasChildren ? new Workbook(list, titles) : new Workbook(list);
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = looks.Stylesheet();
        }

        return bytes.ToArray();
    }

    /// <summary>Signs that XML cannot hold are written as <c>_x0001_</c>, as spreadsheets do; a text that looks so is marked first.</summary>
    public static string Escape(string text) => Unsafe().Replace(text, sign => sign.Value[0] == '_'
        ? "_x005F_"
        : string.Create(CultureInfo.InvariantCulture, $"_x{(int)sign.Value[0]:X4}_"));

    public static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, sign => ((char)ushort.Parse(sign.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    /// <summary><c>1</c> is <c>A</c>, <c>28</c> is <c>AB</c>.</summary>
    public static string ColumnName(int column)
    {
        var name = new StringBuilder();
        for (; column > 0; column = (column - 1) / 26)
        {
            name.Insert(0, (char)('A' + ((column - 1) % 26)));
        }

        return name.ToString();
    }

    private static Worksheet Worksheet(Sheet sheet, Looks looks, bool isFirst)
    {
        var view = new SheetView { WorkbookViewId = 0, TabSelected = isFirst };
        if (sheet.HeadRows + sheet.HeadColumns > 0)
        {
            var pane = sheet.HeadRows > 0 && sheet.HeadColumns > 0 ? PaneValues.BottomRight : sheet.HeadRows > 0 ? PaneValues.BottomLeft : PaneValues.TopRight;
            view.Append(new Pane
            {
                HorizontalSplit = sheet.HeadColumns > 0 ? sheet.HeadColumns : null,
                VerticalSplit = sheet.HeadRows > 0 ? sheet.HeadRows : null,
                TopLeftCell = string.Create(CultureInfo.InvariantCulture, $"{ColumnName(sheet.HeadColumns + 1)}{sheet.HeadRows + 1}"),
                ActivePane = pane,
                State = PaneStateValues.Frozen,
            });
        }

        var columns = new Columns(sheet.Widths.Index().Select(w => new Column { Min = (uint)w.Index + 1, Max = (uint)w.Index + 1, Width = w.Item, CustomWidth = true }));
        var rows = new SheetData(sheet.Rows.Index().Select(row => new Row(row.Item.Index()
            .Where(c => c.Item != SheetCell.Empty)
            .Select(c => Cell(c.Item, string.Create(CultureInfo.InvariantCulture, $"{ColumnName(c.Index + 1)}{row.Index + 1}"), looks)))
        {
            RowIndex = (uint)row.Index + 1,
        }));
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(view),
            columns,
            rows,
            new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.5, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
    }

    private static Cell Cell(SheetCell cell, string reference, Looks looks) => cell.Number is { } number
        ? new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { CellReference = reference, StyleIndex = looks.Of(cell.Look, cell.Decimals, isNumber: true) }
        : new Cell(new InlineString(new Text(Escape(cell.Text ?? "")) { Space = SpaceProcessingModeValues.Preserve }))
        {
            CellReference = reference,
            DataType = CellValues.InlineString,
            StyleIndex = looks.Of(cell.Look, null, isNumber: false),
        };

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Unsafe();

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
